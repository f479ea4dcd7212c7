/** A policy as RAM takes it. */
export interface RamPolicy {
  readonly Version: "1";
  readonly Statement: readonly {
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: "*";
  }[];
}

/** The policy that allows calls, `service:Action`, and no others: a statement for each service. */
export function policyOf(calls: readonly string[]): RamPolicy {
  const sorted = [...new Set(calls)].toSorted();
  const services = [...new Set(sorted.map((call) => call.slice(0, call.indexOf(":"))))];
  return {
    Version: "1",
    Statement: services.map((service) => ({
      Effect: "Allow",
      Action: sorted.filter((call) => call.startsWith(`${service}:`)),
      Resource: "*",
    })),
  };
}
