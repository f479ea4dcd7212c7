import { checkShape, type Problem } from "../problems";
import { isReadBy, type AnnotationRow } from "./annotations.table";
import { rowNamed } from "./annotations.parse";
import { givenRows, once, problem, typeOf, type SlbContext } from "./check.support";
import { checkBilling } from "./billing.check";
import { checkHealth } from "./healthCheck.check";
import { checkListeners } from "./listeners.check";
import { checkNetwork } from "./network.check";
import { checkReuse } from "./reuse.check";
import { checkSettings } from "./settings.check";
import { checkTls } from "./tls.check";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { slbShape } from "./loadBalancer.shape";
import type { AlibabaSlbType } from "./loadBalancer.enums";
import { problemPath, withoutValue } from "./properties";

/**
 * Everything that can be said of a load balancer's settings without the cloud. The controller would tell the same by an event of
 * the Service long after the update has succeeded, or would pass over it in silence.
 */
export function checkSlb(args: AlibabaSlbArgs, context: SlbContext = {}): Problem[] {
  const shape = checkShape(slbShape, args);
  if (shape.length > 0) {
    return shape;
  }
  const type = typeOf(args);
  const unread = givenRows(args).filter((row) => !isReadBy(row, type));
  // Of what isn't read, nothing more is said.
  const read = unread.reduce((rest, { path }) => withoutValue(rest, path), args);
  return once([
    ...unread.map((row) => unreadProblem(row, type)),
    ...checkNetwork(read),
    ...checkBilling(read),
    ...checkListeners(read, context),
    ...checkSettings(read, context),
    ...checkTls(read, context),
    ...checkHealth(read, context),
    ...checkReuse(read, context),
    ...checkFurther(read),
  ]);
}

function unreadProblem({ path, on }: AnnotationRow, type: AlibabaSlbType): Problem {
  return problem(
    problemPath(path),
    "KN7003",
    `is not read for ${type.toUpperCase()}, only for ${on.toUpperCase()}; remove ${nameOf(path)}, or set type: ${on}`,
  );
}

function nameOf(path: string): string {
  return path.startsWith("listeners[].") ? path.slice("listeners[].".length) : "it";
}

/** What has a property is not to be given another way. */
function checkFurther({ furtherAnnotations = {} }: AlibabaSlbArgs): Problem[] {
  return Object.keys(furtherAnnotations).flatMap((name): Problem[] => {
    const row = rowNamed(name);
    return row === undefined
      ? []
      : [
          problem(
            `furtherAnnotations[${JSON.stringify(name)}]`,
            "KN7001",
            `has a property of its own, ${row.path}; give that`,
          ),
        ];
  });
}
