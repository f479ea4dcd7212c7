import Table from "cli-table3";
import colors from "picocolors";
import { deniedText, diagnosisJson, findingsText, joinedParts, linkMarks } from "../diagnose/findingText";
import { isError } from "../diagnose/finding";
import { networkLinks } from "./diagnose.finding";
import type { NetworkDiagnosis } from "./diagnose.network";
import { networkOf } from "./kubeovn.names";

/** Whether anything keeps packets from where they should go. */
export function isBroken({ findings }: NetworkDiagnosis): boolean {
  return findings.some(isError);
}

/** A diagnosis as text for a terminal: the pod's interfaces, the first broken link, what else was found. */
export function renderNetworkText(diagnosis: NetworkDiagnosis, color: boolean): string {
  const paint = colors.createColors(color);
  const { findings, interfaces, pod } = diagnosis;
  return joinedParts([
    interfaces.length === 0 ? "" : interfacesTable(diagnosis),
    pod === undefined ? "" : linkMarks(networkLinks, findings, paint).join("  "),
    ...findingsText(findings, paint),
    deniedText(diagnosis.denied),
  ]);
}

function interfacesTable({ interfaces }: NetworkDiagnosis): string {
  const table = new Table({
    head: ["interface", "network", "subnet", "VPC", "address", "routes"],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, attachment, subnetName, subnet, address, routes = [] } of interfaces) {
    const network = attachment === undefined ? "" : networkOf(attachment);
    const ways = routes.map(({ dst, gw }) => `${dst} by ${gw}`).join("\n");
    table.push([name, network, subnetName ?? "", subnet?.spec?.vpc ?? "", address ?? "none", ways]);
  }
  return table.toString();
}

/** As JSON, for programs: `first` is the first broken link. */
export function renderNetworkJson(diagnosis: NetworkDiagnosis): string {
  return diagnosisJson(diagnosis.findings, diagnosis);
}
