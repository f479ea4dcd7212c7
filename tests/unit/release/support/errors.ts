import { expect } from "chai";
import { SourceError } from "../../../../provider/src/release/source";

/** The error that a fetch is refused with. */
export async function sourceErrorOf(fetching: Promise<unknown>): Promise<SourceError> {
  try {
    await fetching;
  } catch (error) {
    expect(error).to.be.instanceOf(SourceError);
    return error as SourceError;
  }
  throw new Error("nothing was refused");
}
