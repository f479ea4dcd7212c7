import { EventingFeatureFlag } from "../settings/features";
import type { EventingKafkaArgs } from "./kafka.args";

/** The group of KEDA's kinds. */
export const kedaGroup = "keda.sh";

/** What to say where KEDA is asked for and isn't in the cluster; nothing where that can't be found out. */
export async function kedaNote(
  kafka: EventingKafkaArgs | undefined,
  isThere: () => Promise<boolean | undefined>,
): Promise<string | undefined> {
  if (kafka?.features?.controllerAutoscalerKeda !== EventingFeatureFlag.Enabled) {
    return undefined;
  }
  // The rest of the gate tells of a cluster that can't be reached.
  const answer = await isThere().catch(() => undefined);
  return answer === false
    ? `kafka.features.controllerAutoscalerKeda has no effect as long as KEDA isn't in the cluster, which serves nothing of ${kedaGroup}: numbers of consumers stay as they are`
    : undefined;
}
