import { under, type Problem } from "../problems";
import { AckSpec, type AckNetworkArgs } from "./ack.args";
import { ackHome, type AckChoice, type AckHome } from "./ack.home";
import { checkManagedKnative } from "./ack.knative.check";
import { checkRanges } from "./ack.ranges.check";
import { hasPodVSwitches } from "./ack.ranges";

/** Components that follow from other properties. */
const ownPlaces: Readonly<Record<string, string>> = {
  flannel: "podNetwork",
  "terway-eniip": "podNetwork",
  "terway-eni": "podNetwork",
  "kube-flannel-ds": "podNetwork",
  knative: "knative",
};

/**
 * Everything that can be said of an ACK cluster without asking the cloud, once its shape is right. Paths begin with `ack` or
 * `ackServerless`.
 */
export function checkAck(choice: AckChoice): Problem[] {
  const home = ackHome("cluster", choice);
  return home === undefined ? [] : under(home.kind, checkHome(home));
}

/** A platform installs Knative itself, so the cluster can't come with one. */
export function checkSoleKnative({ ack, ackServerless }: AckChoice): Problem[] {
  return Object.entries({ ack, ackServerless })
    .filter(([, made]) => made?.knative !== undefined)
    .map(([kind]) => ({
      path: `${kind}.knative`,
      code: "KN7114",
      reason:
        "must be left out in a Platform, which installs Knative itself; for ACK's managed one use Cluster and Service alone",
    }));
}

function checkHome(home: AckHome): Problem[] {
  return [
    ...under("network", checkNetwork(home)),
    ...checkRanges(home),
    ...checkPodNetwork(home),
    ...checkPools(home),
    ...checkAddons(home),
    ...checkManagedKnative(home),
    ...checkTier(home),
  ];
}

function checkNetwork({ network }: AckHome): Problem[] {
  return network.vpcId === undefined ? checkNewVpc(network) : checkGivenVpc(network);
}

function checkNewVpc({ vSwitchIds, podVSwitchIds, nat, withoutNat }: AckNetworkArgs): Problem[] {
  const lonely = Object.entries({ vSwitchIds, podVSwitchIds }).filter(([, value]) => value !== undefined);
  return [
    ...lonely.map(([path]): Problem => ({
      path,
      code: "KN1008",
      reason: "is of a VPC that is there: name it by vpcId, or leave this out and let one be made",
    })),
    ...(nat !== undefined && withoutNat === true
      ? [{ path: "withoutNat", code: "KN1008", reason: "excludes nat; leave one of them out" } as const]
      : []),
  ];
}

function checkGivenVpc({ cidr, vSwitchIds, zones, withoutNat }: AckNetworkArgs): Problem[] {
  const missing: Problem[] = [
    ...(cidr === undefined
      ? [
          {
            path: "cidr",
            code: "KN1005",
            reason: "is required with vpcId: the VPC's range, which others must keep clear of",
          } as const,
        ]
      : []),
    ...(vSwitchIds === undefined
      ? [
          {
            path: "vSwitchIds",
            code: "KN1005",
            reason: "is required with vpcId: the vSwitches of nodes and load balancers",
          } as const,
        ]
      : []),
  ];
  const needless = Object.entries({ zones, withoutNat }).filter(([, value]) => value !== undefined);
  return [
    ...missing,
    ...needless.map(([path]): Problem => ({
      path,
      code: "KN1008",
      reason: "is of a VPC that is made, and vpcId names one that is there; leave one of them out",
    })),
  ];
}

function checkPodNetwork(home: AckHome): Problem[] {
  const { network, kind } = home;
  const byVSwitch = hasPodVSwitches(home);
  const zone = network.zones?.findIndex(({ podCidr }) => podCidr !== undefined) ?? -1;
  const misplaced = [
    ...(!byVSwitch && network.podVSwitchIds !== undefined ? ["network.podVSwitchIds"] : []),
    ...(!byVSwitch && zone >= 0 ? [`network.zones[${zone}].podCidr`] : []),
  ];
  const why =
    kind === "ackServerless"
      ? "pods of ACK Serverless are in the vSwitches of the cluster; leave it out"
      : 'is for podNetwork "terway", and this is "flannel"; leave it out, or take podCidr';
  return [
    ...misplaced.map((path): Problem => ({ path, code: "KN7105", reason: why })),
    ...(byVSwitch ? home.forFlannel : []).map((path): Problem => ({
      path,
      code: "KN7105",
      reason: 'is for podNetwork "flannel", and with "terway" pods are in vSwitches; leave it out',
    })),
    ...(byVSwitch && network.vpcId !== undefined && network.podVSwitchIds === undefined
      ? [
          {
            path: "network.podVSwitchIds",
            code: "KN7105",
            reason:
              'is required for podNetwork "terway" in a VPC that is there: a vSwitch for pods in each zone',
          } as const,
        ]
      : []),
  ];
}

function checkPools({ nodePools }: AckHome): Problem[] {
  const names = nodePools.map(({ name }) => name);
  return nodePools.flatMap(({ name, size, autoscaling }, index): Problem[] => {
    const path = `nodePools[${index}]`;
    const twin = names.indexOf(name);
    return [
      ...(twin < index
        ? [
            {
              path: `${path}.name`,
              code: "KN1007",
              reason: `"${name}" is the name of nodePools[${twin}] already`,
            } as const,
          ]
        : []),
      ...(autoscaling !== undefined && size !== undefined
        ? [
            {
              path: `${path}.size`,
              code: "KN1008",
              reason: "excludes autoscaling, which decides the number; leave one of them out",
            } as const,
          ]
        : []),
      ...(autoscaling !== undefined && autoscaling.min >= autoscaling.max
        ? [
            {
              path: `${path}.autoscaling.max`,
              code: "KN7106",
              reason: `must be more than min, which is ${autoscaling.min}, got ${autoscaling.max}; for a number that stays, use size`,
            } as const,
          ]
        : []),
    ];
  });
}

function checkAddons({ addons = [] }: AckHome): Problem[] {
  const names = addons.map(({ name }) => name);
  return names.flatMap((name, index): Problem[] => {
    const path = `addons[${index}].name`;
    const place = ownPlaces[name];
    const twin = names.indexOf(name);
    return [
      ...(twin < index
        ? [{ path, code: "KN1007", reason: `"${name}" is addons[${twin}] already` } as const]
        : []),
      ...(place === undefined
        ? []
        : [{ path, code: "KN7107", reason: `"${name}" is chosen by ${place}; leave it out here` } as const]),
    ];
  });
}

function checkTier({ kind, spec, secretEncryptionKeyId }: AckHome): Problem[] {
  const isSmall = spec === AckSpec.Standard || spec === AckSpec.Pro;
  return [
    ...(kind === "ackServerless" && !isSmall
      ? [
          {
            path: "spec",
            code: "KN7109",
            reason: `must be "${AckSpec.Standard}" or "${AckSpec.Pro}" with ACK Serverless, got "${spec}"`,
          } as const,
        ]
      : []),
    ...(secretEncryptionKeyId !== undefined && spec === AckSpec.Standard
      ? [
          {
            path: "secretEncryptionKeyId",
            code: "KN7109",
            reason: `needs a Pro cluster: set spec to "${AckSpec.Pro}", or leave it out`,
          } as const,
        ]
      : []),
  ];
}
