import { findKubeOvn, isTooOldForKubeOvn, kubeOvnKubernetes, kubeOvnStep } from "../release/catalog/kubeovn";
import type { Problem, ProblemCode } from "../problems";
import { parseRanges, rangeText } from "../addresses/cidr";
import type { InstalledKubeOvnArgs, KubeOvnArgs } from "./kubeOvn.args";
import { isInstalledHere } from "./kubeOvn.check";
import { defaultRanges } from "./ranges.check";

const problem = (path: string, code: ProblemCode, reason: string): Problem => ({ path, code, reason });

/** What the cluster says against the inputs. `found` is undefined where nothing is known. */
export function checkInstalledKubeOvn(
  args: KubeOvnArgs,
  found: InstalledKubeOvnArgs | undefined,
  serverVersion?: string,
): Problem[] {
  const here = isInstalledHere(args);
  const old =
    here && isTooOldForKubeOvn(serverVersion)
      ? [
          problem(
            "install",
            "KN8050",
            `needs Kubernetes ${kubeOvnKubernetes} or newer, and the cluster runs ${serverVersion}; upgrade it first`,
          ),
        ]
      : [];
  if (found === undefined) {
    return old;
  }
  if (!found.defined) {
    return here
      ? old
      : [
          problem(
            "install",
            "KN8040",
            "is needed: the cluster has no Kube-OVN; set it, or leave installedKubeOvn out where this program installs Kube-OVN before",
          ),
        ];
  }
  return [...old, ...checkSameRanges(args, found), ...(here ? checkOver(args, found) : [])];
}

/** What the user should know of what was found. */
export function installedKubeOvnNotices(
  args: KubeOvnArgs,
  found: InstalledKubeOvnArgs | undefined,
): readonly string[] {
  const target = findKubeOvn(args.version) ?? "";
  const skips =
    isInstalledHere(args) && found?.version !== undefined && kubeOvnStep(found.version, target) === "skips"
      ? [
          `version: ${target} skips minor versions after ${found.version}, and upstream tests one step at a time; go by way of those between [KN8046]`,
        ]
      : [];
  const alone =
    found?.defined === true && !found.multus && args.multus === undefined
      ? [
          "multus: the cluster has no NetworkAttachmentDefinitions, without which pods have one interface only and ApiServerAccess can't be; install Multus, or set multus [KN8044]",
        ]
      : [];
  return [...skips, ...alone];
}

/** Ranges are those of an installation's first day. */
function checkSameRanges(args: KubeOvnArgs, found: InstalledKubeOvnArgs): Problem[] {
  return (["pods", "services", "join"] as const).flatMap((key) => {
    const said = args.ranges?.[key] ?? (isInstalledHere(args) ? defaultRanges[key] : undefined);
    const is = found[key];
    return said === undefined || is === undefined || normal(said) === normal(is)
      ? []
      : [
          problem(
            `ranges.${key}`,
            "KN8043",
            `is "${said}", and the Kube-OVN that is installed has "${is}"; it can't be changed, for every pod and node has an address of it: set it to that`,
          ),
        ];
  });
}

function normal(text: string): string {
  return (parseRanges(text) ?? []).map(rangeText).join(",");
}

function checkOver({ version }: KubeOvnArgs, found: InstalledKubeOvnArgs): Problem[] {
  const target = findKubeOvn(version) ?? "";
  if (found.release !== "kube-system/kube-ovn") {
    const from =
      found.release === undefined ? "by other means than Helm" : `as the Helm release ${found.release}`;
    return [
      problem(
        "install",
        "KN8045",
        `can't be: Kube-OVN is there already, installed ${from}; leave install out to use it, and upgrade it by the means that installed it`,
      ),
    ];
  }
  return kubeOvnStep(found.version, target) === "down"
    ? [
        problem(
          "version",
          "KN8042",
          `${target} is older than ${found.version}, which is installed, and its databases don't go back; set it to ${found.version} or newer`,
        ),
      ]
    : [];
}
