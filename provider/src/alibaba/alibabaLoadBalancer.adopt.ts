import * as pulumi from "@pulumi/pulumi";
import { version as packageVersion } from "@pulumi/kubernetes/package.json";
import type { KnownCluster } from "../diagnose/early";
import type { AlibabaLoadBalancerArgs } from "./alibabaLoadBalancer.args";
import { judge, openCluster, readService, type Adoption } from "./alibabaLoadBalancer.gate";
import { fieldManager, givesUp, type LiveService, type WantedState } from "./alibabaLoadBalancer.live";
import { adoptedService } from "./alibabaLoadBalancer.settings";
import { awaitServed, giveUp, servedOf, type Served } from "./alibabaLoadBalancer.wait";
import { renderSlb, type SlbService } from "./annotations.render";
import { replacingProperties } from "./changes";
import { keepLoadBalancer, stateOf, type Inputs } from "./gateway.options";
import { settledText } from "./gateway.service";
import type { AlibabaSlbArgs } from "./loadBalancer.args";
import { AlibabaSlbType } from "./loadBalancer.enums";

/** Fields of the gateway's Service: those of others stay as they are. */
export class ServicePatch extends pulumi.CustomResource {
  declare public readonly metadata: pulumi.Output<LiveService["metadata"]>;
  declare public readonly status: pulumi.Output<LiveService["status"]>;

  constructor(name: string, manifest: object, opts: pulumi.CustomResourceOptions) {
    super(
      "kubernetes:core/v1:ServicePatch",
      name,
      { status: undefined, ...manifest },
      { ...opts, version: packageVersion },
    );
  }
}

/** What is set of the Service, and nothing else. */
export function renderPatch(component: string, args: AlibabaLoadBalancerArgs, settings: AlibabaSlbArgs) {
  const { annotations, loadBalancerClass } = renderSlb(settings);
  const { externalTrafficPolicy, sessionAffinity } = args.service ?? {};
  const spec = { type: "LoadBalancer", loadBalancerClass, externalTrafficPolicy, sessionAffinity };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      ...adoptedService(args),
      annotations: {
        ...textsOf(annotations),
        "pulumi.com/patchFieldManager": fieldManager(component),
        // What is asked for here counts, whoever said something else before.
        "pulumi.com/patchForce": "true",
      },
    },
    spec: Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)),
  };
}

function textsOf(annotations: SlbService["annotations"]): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(Object.entries(annotations).map(([name, text]) => [name, settledText(text)]));
}

/** What the Service is to say, as far as it is known before anything is made. */
export function wantedState(settings: AlibabaSlbArgs): WantedState {
  const { annotations, loadBalancerClass } = renderSlb(settings);
  const texts = Object.entries(textsOf(annotations));
  return {
    annotations: Object.fromEntries(
      texts.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
    opaque: texts.filter(([, text]) => typeof text !== "string").map(([name]) => name),
    ...(loadBalancerClass === undefined ? {} : { loadBalancerClass }),
  };
}

/** What a patch waits for and goes by. */
export interface Adopting {
  readonly parent: pulumi.Resource;
  readonly dependsOn: readonly pulumi.Resource[];
  readonly adoption: pulumi.Output<Adoption>;
  readonly cluster: pulumi.Output<KnownCluster | undefined>;
}

/** Registers the fields of the Service. */
export function adoptService(
  component: string,
  args: AlibabaLoadBalancerArgs,
  settings: AlibabaSlbArgs,
  { parent, dependsOn, adoption, cluster }: Adopting,
): ServicePatch {
  const { namespace, name } = adoptedService(args);
  const resource = `${component}:ServicePatch/${namespace}/${name}`;
  const { readyTimeoutSeconds = 300, settings: { allowReplace = false, type } = {} } = args;
  const keep = new pulumi.ResourceHook(
    `${resource}:keepLoadBalancer`,
    (hook) => keepLoadBalancer(hook, allowReplace, { at: "settings", way: givesUp }),
    { onDryRun: true },
  );
  const before = new pulumi.ResourceHook(`${resource}:beforeAdoption`, ({ newInputs }) =>
    prepare(component, args, newInputs, { adoption: settled(adoption), cluster: settled(cluster) }),
  );
  return new ServicePatch(resource, renderPatch(component, args, settings), {
    parent,
    dependsOn: adoption.apply((): pulumi.Resource[] => [...dependsOn]),
    customTimeouts: { create: `${readyTimeoutSeconds}s`, update: `${readyTimeoutSeconds}s` },
    hooks: { beforeUpdate: [keep], beforeCreate: [before] },
    deleteBeforeReplace: true,
    ...(allowReplace ? { replaceOnChanges: replacingProperties(type ?? AlibabaSlbType.Clb) } : {}),
  });
}

interface Prepared {
  readonly adoption: Promise<Adoption>;
  readonly cluster: Promise<KnownCluster | undefined>;
}

/**
 * Before the Service's fields are set: looks at it once more, now that everything is known, and has its load balancer given up where
 * it is to have another.
 */
export async function prepare(
  component: string,
  args: AlibabaLoadBalancerArgs,
  inputs: Inputs,
  { adoption, cluster }: Prepared,
): Promise<void> {
  const known = await cluster;
  const state = stateOf(inputs);
  if (known === undefined || state === undefined) {
    return;
  }
  const reader = await openCluster(known);
  const reading = await readService(args, reader);
  if (reading === undefined) {
    return;
  }
  const judged = judge(component, args, reading, { ...state, opaque: [] });
  if (judged.givesUp || (await adoption).givesUp) {
    await giveUp(args, reader);
  }
}

function settled<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** The load balancer that the Service has once its fields are set; in a preview the one that it has and keeps. */
export function servedBy(
  patch: ServicePatch,
  args: AlibabaLoadBalancerArgs,
  { adoption, cluster }: Pick<Adopting, "adoption" | "cluster">,
): pulumi.Output<Served> {
  const { id, metadata, status } = patch;
  const served = pulumi
    .all([adoption, cluster, id, metadata, status])
    .apply(async ([{ live, givesUp: leaves }, known, , at, state]): Promise<Served> => {
      const kept = servedOf({ metadata: at, status: state });
      if (pulumi.runtime.isDryRun()) {
        return live === undefined || leaves ? kept : servedOf(live);
      }
      return known === undefined ? kept : awaitServed(args, await openCluster(known));
    });
  return pulumi.unsecret(served);
}
