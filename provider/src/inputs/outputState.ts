/** What an Output tells of itself and doesn't declare. */
interface OutputState {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(): Promise<unknown>;
}

/** Whether an Output's value is known, whether it is secret, and the value: each fails where the Output did. */
export function stateOf(output: object): OutputState {
  return output as OutputState;
}
