import { LAB_NAME } from "./layout";
import { instanceLock, tryLock } from "./lock";

/** Does work that no two processes may do on the lab at once; fails at once, telling who is at it, if another is. */
export function withLabLock<T>(work: () => Promise<T>): Promise<T> {
  const busy = (who: string) =>
    `the lab is being changed by ${who}; wait for it to end, or end it, and try again`;
  return tryLock(instanceLock(LAB_NAME), busy, work);
}
