import { annotationName, annotationTable, nlbClass } from "./annotations.table";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaAddressType, AlibabaSlbType } from "./loadBalancer.enums";
import { valueAt } from "./properties";

/** Text of an annotation that is made of something Pulumi may not know yet. */
export interface PendingText {
  /** A value with Outputs anywhere inside. */
  readonly from: unknown;
  /** The text, once the value is known. */
  readonly write: (value: unknown) => string;
}

/** What a Service gets so that the cloud controller manager makes the load balancer that args describe. */
export interface SlbService {
  /** By the whole names of the annotations, in the order of the table. */
  readonly annotations: Readonly<Record<string, PendingText>>;
  /** `spec.loadBalancerClass`; undefined for CLB, which the controller makes where there is no class. */
  readonly loadBalancerClass: string | undefined;
  /** Ports at which TLS ends at the load balancer: what comes behind them is plain. */
  readonly plainPorts: readonly number[];
}

/**
 * Writes checked args as annotations. The address type is always written, for the controller's own default is public; but not for
 * a load balancer of the user's, which has one already.
 */
export function renderSlb(args: AlibabaSlbArgs): SlbService {
  const complete = args.id === undefined ? { ...args, addressType: addressTypeOf(args) } : args;
  const rows = annotationTable.flatMap((row) => {
    const value = valueAt(complete, row.path);
    const write = row.codec.write as (value: unknown) => string | undefined;
    return value === undefined || isLeftOut(value, write)
      ? []
      : [[annotationName(row), { from: value, write: (known: unknown) => write(known) ?? "" }] as const];
  });
  const further = Object.entries(args.furtherAnnotations ?? {}).map(
    ([name, from]) => [name, { from, write: String }] as const,
  );
  return {
    annotations: Object.fromEntries([...rows, ...further]),
    loadBalancerClass: args.type === AlibabaSlbType.Nlb ? nlbClass : undefined,
    plainPorts: (args.listeners ?? [])
      .filter(({ protocol }) => protocol === "https" || protocol === "tcpssl")
      .map(({ port }) => port),
  };
}

/** The address type that holds where none is given: nothing is public that nobody asked for. */
export function addressTypeOf({ addressType }: AlibabaSlbArgs): AlibabaAddressType {
  return addressType ?? AlibabaAddressType.Intranet;
}

/** Whether a value is told by no annotation at all: switches that are off, and maps without entries. Neither is an Output. */
function isLeftOut(value: unknown, write: (value: unknown) => string | undefined): boolean {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return isEmpty || (typeof value === "boolean" && write(value) === undefined);
}

/** The annotations of args without Outputs, as texts. */
export function plainAnnotations(args: AlibabaSlbArgs): Record<string, string> {
  const { annotations } = renderSlb(args);
  return Object.fromEntries(
    Object.entries(annotations).map(([name, { from, write }]) => [name, write(from)] as const),
  );
}
