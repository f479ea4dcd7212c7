import { expect } from "chai";
import { allFindings, diagnose } from "../../../provider/src/diagnose/diagnose";
import type { Snapshot } from "../../../provider/src/diagnose/facts";
import { objectText, type Finding } from "../../../provider/src/diagnose/finding";

/** All that is found of the service "hello" in "default". */
export function findings(snapshot: Snapshot, name = "hello"): Finding[] {
  return allFindings(diagnose(snapshot, { namespace: "default", name }));
}

/** What the first broken link must be. */
export interface Expected {
  readonly code: string;
  readonly object: string;
  readonly message: string;
  readonly cause: string;
  /** The first command. */
  readonly next: string;
}

/** The first broken link, told in full. */
export function expectFirst(snapshot: Snapshot, expected: Expected): Finding {
  const [first] = findings(snapshot);
  expect(first, "finding").not.to.equal(undefined);
  const { code, object, message, cause, next } = first as Finding;
  expect({ code, object: objectText(object) }).to.deep.equal({
    code: expected.code,
    object: expected.object,
  });
  expect(message).to.contain(expected.message);
  expect(cause).to.contain(expected.cause);
  expect(next[0]).to.equal(expected.next);
  return first as Finding;
}
