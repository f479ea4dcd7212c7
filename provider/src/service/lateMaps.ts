import { checkedTexts, type Texts } from "../inputs/maps";
import { checkServiceNetwork } from "../kubeovn/serviceNetwork";
import { refuse, under, type Problem } from "../problems";
import type { InitContainerArgs } from "./container.args";
import { checkMetadata } from "./metadata.check";
import type { ServiceArgs } from "./service.args";
import { checkVariables, reservedBeside } from "./variables.check";

/** The problems of a map that wasn't known when the service was checked, now that it is. */
export const lateProblems = {
  annotations: (annotations: Texts): Problem[] => checkMetadata({ annotations }),
  podLabels: (podLabels: Texts): Problem[] => checkMetadata({ podLabels }),
  podAnnotations: (podAnnotations: Texts, { network }: Pick<ServiceArgs, "network">): Problem[] => [
    ...checkMetadata({ podAnnotations }),
    ...checkServiceNetwork({ network, podAnnotations }),
  ],
  env: (
    env: Texts,
    { envValueFrom }: Pick<InitContainerArgs, "envValueFrom">,
    taken?: readonly string[],
  ): Problem[] => checkVariables({ env, envValueFrom }, taken),
} as const;

/** The args with each map of which not even the names are known yet checked once they are. */
export function withLateChecks(args: ServiceArgs): ServiceArgs {
  const { annotations, podLabels, podAnnotations, env, sidecars, initContainers } = args;
  const late = (find: (known: Texts) => Problem[]) => (known: Texts) => {
    refuse("Service", find(known));
  };
  const withEnv = <T extends Pick<InitContainerArgs, "env" | "envValueFrom">>(
    container: T,
    path: string,
  ): T => ({
    ...container,
    env: checkedTexts(
      container.env,
      late((known) => under(path, lateProblems.env(known, container, reservedBeside))),
    ),
  });
  return {
    ...args,
    annotations: checkedTexts(annotations, late(lateProblems.annotations)),
    podLabels: checkedTexts(podLabels, late(lateProblems.podLabels)),
    podAnnotations: checkedTexts(
      podAnnotations,
      late((known) => lateProblems.podAnnotations(known, args)),
    ),
    env: checkedTexts(
      env,
      late((known) => lateProblems.env(known, args)),
    ),
    sidecars: sidecars?.map((sidecar, index) => withEnv(sidecar, `sidecars[${index}]`)),
    initContainers: initContainers?.map((container, index) => withEnv(container, `initContainers[${index}]`)),
  };
}
