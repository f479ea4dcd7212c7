import { kubectl, nameOf, type ObjectName } from "../diagnose/finding";
import { checkDestinations } from "./diagnose.roads";
import type { NetworkFacts, NetworkSubnet, PodName } from "./diagnose.facts";
import { interfacesOf, type PodInterface } from "./diagnose.pod";
import { checkInterface } from "./diagnose.interface";
import { error, networkLinks, type NetworkFinding } from "./diagnose.finding";

export interface NetworkDiagnosis {
  readonly pod?: PodName;
  readonly interfaces: readonly PodInterface[];
  /** In the order of the links: the first is the first that is broken. */
  readonly findings: readonly NetworkFinding[];
  readonly denied: readonly string[];
}

const inSystem: ObjectName = {
  kind: "Deployment",
  namespace: "kube-system",
  name: "kube-ovn-controller",
};
const conditionsOf = (kind: string, name: string) => kubectl(undefined, "get", kind, name, "-o", "yaml");

/** What is wrong with the cluster's networks, and with a pod's. */
export function diagnoseNetwork(facts: NetworkFacts, asked?: PodName): NetworkDiagnosis {
  const ground = checkGround(facts);
  const pod = asked === undefined ? undefined : facts.pod;
  const interfaces = pod === undefined || pod.spec?.hostNetwork === true ? [] : interfacesOf(facts, pod);
  const used = asked === undefined ? facts.subnets : interfaces.flatMap(({ subnet }) => subnet ?? []);
  const found = facts.kubeOvnDefined
    ? [
        ...ground,
        ...(asked === undefined ? [] : checkPod(facts, asked)),
        ...checkVpcs(facts, used),
        ...used.flatMap((subnet) => checkSubnet(subnet, interfaces)),
        ...(pod === undefined ? [] : interfaces.flatMap((each) => checkInterface(facts, pod, each))),
        ...(pod === undefined ? [] : checkDestinations(facts, pod, interfaces)),
      ]
    : ground;
  const rank = ({ link, severity }: NetworkFinding) =>
    networkLinks.indexOf(link) + (severity === "error" ? 0 : networkLinks.length);
  return {
    pod: asked,
    interfaces,
    findings: found.toSorted((a, b) => rank(a) - rank(b)),
    denied: facts.denied,
  };
}

function checkGround(facts: NetworkFacts): NetworkFinding[] {
  const { kubeOvnDefined, controller, multusDefined, pod } = facts;
  const logs = kubectl("kube-system", "logs", "deployment/kube-ovn-controller", "--tail=50");
  const available = controller?.status?.availableReplicas ?? 0;
  if (!kubeOvnDefined || available === 0) {
    return [
      error("kube-ovn", inSystem, "KN8100", {
        message: kubeOvnDefined
          ? "kube-ovn-controller has no pod that is available"
          : "the cluster doesn't serve kubeovn.io",
        cause: kubeOvnDefined
          ? "it isn't started, or stops: with networks that overlap it refuses to run"
          : "Kube-OVN isn't installed, or its definitions were removed",
        next: [kubectl("kube-system", "get", "pods", "-l", "app=kube-ovn-controller"), logs],
      }),
    ];
  }
  const wanted = pod !== undefined && interfacesOf(facts, pod).length > 1;
  return wanted && !multusDefined
    ? [
        error("multus", nameOf("Pod", pod), "KN8101", {
          message: "the pod names further networks, and the cluster doesn't serve k8s.cni.cncf.io",
          cause: "Multus isn't installed: nobody reads the annotation",
          next: [kubectl(undefined, "get", "crd", "network-attachment-definitions.k8s.cni.cncf.io")],
        }),
      ]
    : [];
}

function checkPod({ pod }: NetworkFacts, asked: PodName): NetworkFinding[] {
  return pod === undefined
    ? [
        error("pod", { kind: "Pod", ...asked }, "KN8102", {
          message: `there is no pod ${asked.namespace}/${asked.name}`,
          cause: "it is gone, has another name, or is in another namespace",
          next: [kubectl(asked.namespace, "get", "pods")],
        }),
      ]
    : [];
}

function checkVpcs({ vpcs }: NetworkFacts, subnets: readonly NetworkSubnet[]): NetworkFinding[] {
  const names = [...new Set(subnets.flatMap(({ spec }) => spec?.vpc ?? []))];
  return names.flatMap((name) => {
    const vpc = vpcs.find(({ metadata }) => metadata.name === name);
    return vpc?.status?.standby === true
      ? []
      : [
          error("vpc", { kind: "Vpc", name }, "KN8104", {
            message: vpc === undefined ? `there is no VPC "${name}"` : "status.standby is not true",
            cause:
              vpc === undefined
                ? "it was removed before its subnets, or never made"
                : "the controller couldn't make its router; its log says why",
            next: [
              conditionsOf("vpc", name),
              kubectl("kube-system", "logs", "deployment/kube-ovn-controller"),
            ],
          }),
        ];
  });
}

function checkSubnet(subnet: NetworkSubnet, interfaces: readonly PodInterface[]): NetworkFinding[] {
  const { name } = subnet.metadata;
  const object = nameOf("Subnet", subnet);
  // An error of before stays in the conditions after it was mended.
  const failed = (subnet.status?.conditions ?? []).find(
    ({ type, status }) => ["Ready", "Validated"].includes(type) && status === "False",
  );
  const invalid = failed && [
    error("subnet", object, "KN8103", {
      message: `${failed.reason ?? failed.type}: ${failed.message ?? ""}`,
      cause: "Kube-OVN takes no part of the subnet until this is mended; the API server had taken it",
      next: [conditionsOf("subnet", name)],
    }),
  ];
  const waiting =
    interfaces.length === 0 || interfaces.some((each) => each.subnet === subnet && !each.allocated);
  const full = isFull(subnet) && waiting;
  return [
    ...(invalid ?? []),
    ...(full
      ? [
          error("subnet", object, "KN8113", {
            message: `no address of ${subnet.spec?.cidrBlock} is free`,
            cause: "all are taken, or excluded",
            next: [kubectl(undefined, "get", "ips", "-l", `ovn.kubernetes.io/subnet=${name}`)],
          }),
        ]
      : []),
  ];
}

/** Counts are there once the subnet is; those of a family that it lacks are 0 for good. */
function isFull({ spec, status }: NetworkSubnet): boolean {
  const families = (spec?.cidrBlock ?? "").split(",");
  return families.some((cidr) => {
    const left = cidr.includes(":") ? status?.v6availableIPs : status?.v4availableIPs;
    return left !== undefined && Number(left) === 0;
  });
}
