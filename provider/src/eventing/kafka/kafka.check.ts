import { z } from "zod";
import { didYouMean, pathText, under, whole, type Problem } from "../../problems";
import { kafkaOf, releasePath } from "../../release/catalog";
import type { ConfigMaps } from "../../release/adapt";
import { checkConfigKeys, clashingKeys } from "../../serving/settings.check";
import { shapeOf } from "../../serving/settings/setting";
import { BrokerClass } from "../brokerClass";
import type { BrokerDefaultsArgs } from "../settings/defaults.args";
import { EventingFeatureFlag } from "../settings/features";
import type { EventingKafkaArgs } from "./kafka.args";
import { chosenPlanes, dataPlanes, wantedFiles } from "./kafka.plan";
import { kafkaSettings } from "./kafka.render";
import type { KafkaSecurityArgs } from "./security.args";
import { bootstrapServer, checkKafkaSecurity, kafkaSecurityShape } from "./security.check";
import { kafkaAutoscaler, kafkaFeatures } from "./settings";

export const eventingKafkaShape = z.strictObject({
  broker: z.boolean().optional(),
  channel: z.boolean().optional(),
  source: z.boolean().optional(),
  sink: z.boolean().optional(),
  checksums: z.record(z.string(), z.string()).optional(),
  bootstrapServers: z.array(bootstrapServer).min(1).optional(),
  partitions: whole(1, 2 ** 31 - 1).optional(),
  replicationFactor: whole(1, 32_767).optional(),
  security: kafkaSecurityShape.optional(),
  features: shapeOf(kafkaFeatures).optional(),
  autoscaler: shapeOf(kafkaAutoscaler).optional(),
});

/** What of the installation decides with it. */
export interface KafkaSurroundings {
  /** Of Eventing; undefined where the catalogue has none of that name. */
  readonly minor: string | undefined;
  /** Whether a list of checksums is given for all files. */
  readonly hasChecksumsFile: boolean;
  readonly migrationJobs: boolean | undefined;
  readonly config: ConfigMaps;
  readonly brokerDefaults: BrokerDefaultsArgs | undefined;
}

/** Everything that can be said of the parts for Kafka without upstream's files; paths as below `kafka`. */
export function checkKafka(kafka: EventingKafkaArgs | undefined, around: KafkaSurroundings): Problem[] {
  if (kafka === undefined) {
    return [];
  }
  return [
    ...checkChoice(kafka),
    ...checkChecksums(kafka, around),
    ...checkAddress(kafka, around),
    ...under("security", [...checkKafkaSecurity(kafka.security, "other"), ...checkNamed(kafka.security)]),
    ...checkAutoscaler(kafka, around),
  ];
}

/** The escape hatch against what is typed here; paths as below the whole. */
export function checkKafkaConfig(kafka: EventingKafkaArgs | undefined, config: ConfigMaps): Problem[] {
  return [
    ...[kafkaFeatures, kafkaAutoscaler].flatMap((map) =>
      checkConfigKeys(map, without(config[map.configMap] ?? {}, map === kafkaAutoscaler ? "class" : "")),
    ),
    ...clashingKeys(kafkaSettings(kafka), config),
  ];
}

function without(data: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).filter(([each]) => each !== key));
}

function checkChoice(kafka: EventingKafkaArgs): Problem[] {
  if (chosenPlanes(kafka).length === 0) {
    const reason = `needs at least one of ${dataPlanes.join(", ")} to be true, for the controller alone serves nothing`;
    return [{ path: "", code: "KN9050", reason }];
  }
  const idle = (["partitions", "replicationFactor"] as const).filter(
    (property) => kafka[property] !== undefined && kafka.broker !== true,
  );
  return idle.map((path) => ({
    path,
    code: "KN9050",
    reason: "has no effect without broker: true, for it is said of the topics of brokers",
  }));
}

/** Files must be what they are meant to be: by the catalogue, by the user's word, or by a whole list. */
function checkChecksums(
  kafka: EventingKafkaArgs,
  { minor, hasChecksumsFile, migrationJobs }: KafkaSurroundings,
): Problem[] {
  const release = minor === undefined ? undefined : kafkaOf(minor);
  const files = release === undefined ? [] : wantedFiles(release, kafka, migrationJobs);
  const { checksums = {} } = kafka;
  const given = Object.entries(checksums).flatMap(([name, sum]): Problem[] => {
    const file = files.find((each) => each.name === name);
    const path = pathText(["checksums", name]);
    const names = files.map((each) => each.name);
    const problem = (reason: string): Problem[] => [{ path, code: "KN9053", reason }];
    if (release !== undefined && file === undefined) {
      return problem(`is no file of this choice${didYouMean(name, names)}; it has ${names.join(", ")}`);
    }
    if (!/^[0-9a-f]{64}$/i.test(sum)) {
      return problem("must be a SHA-256 in hex, 64 digits, as sha256sum prints it");
    }
    return file?.sha256 === undefined || file.sha256 === sum.toLowerCase()
      ? []
      : problem(
          `is another one than the catalogue's, ${file.sha256}; list rebuilt files in source.checksumsFile`,
        );
  });
  const unknown = files.filter(({ name, sha256 }) => sha256 === undefined && checksums[name] === undefined);
  const missing = unknown.map((file): Problem => {
    const path = releasePath({ ...file, sha256: "" });
    const reason = `is required: the catalogue has no checksum of ${path}; compare the file with the release page, and give what sha256sum prints of it, or list it in source.checksumsFile`;
    return { path: pathText(["checksums", file.name]), code: "KN9053", reason };
  });
  return [...given, ...(hasChecksumsFile ? [] : missing)];
}

/** What stands in a ConfigMap of the installation must be known when that is written. */
function checkNamed(security: KafkaSecurityArgs | undefined): Problem[] {
  const name = security?.secret?.name;
  const reason = "must be plain text here, for it becomes part of a ConfigMap";
  return name === undefined || typeof name === "string"
    ? []
    : [{ path: "secret.name", code: "KN1009", reason }];
}

/** Upstream's files hold an address that is nobody's. */
function checkAddress(kafka: EventingKafkaArgs, { config, brokerDefaults }: KafkaSurroundings): Problem[] {
  const isSaid = (configMap: string) =>
    kafka.bootstrapServers !== undefined || config[configMap]?.["bootstrap.servers"] !== undefined;
  const defaults = [brokerDefaults, ...Object.values(brokerDefaults?.namespaces ?? {})];
  const usesDefault = defaults.some(
    (each) => each?.brokerClass === BrokerClass.Kafka && each.configMap === undefined,
  );
  const reasons = [
    kafka.channel === true && !isSaid("kafka-channel-config")
      ? "with channel, whose KafkaChannels name none"
      : "",
    usesDefault && !isSaid("kafka-broker-config")
      ? `with brokerDefaults of class "${BrokerClass.Kafka}"`
      : "",
  ].filter((reason) => reason !== "");
  return [
    ...(reasons.length === 0
      ? []
      : [
          {
            path: "bootstrapServers",
            code: "KN1005" as const,
            reason: `is required ${reasons.join(", and ")}: upstream's files hold an example, which is nobody's Kafka`,
          },
        ]),
    ...(kafka.security !== undefined && kafka.bootstrapServers === undefined
      ? [
          {
            path: "security",
            code: "KN9050" as const,
            reason: "has no effect without bootstrapServers, for it goes with them",
          },
        ]
      : []),
  ];
}

function checkAutoscaler(
  { autoscaler, features = {} }: EventingKafkaArgs,
  { config }: KafkaSurroundings,
): Problem[] {
  const { minScale = 0, maxScale = 50 } = autoscaler ?? {};
  const keda =
    features.controllerAutoscalerKeda ??
    config[kafkaFeatures.configMap]?.["controller-autoscaler-keda"] ??
    "";
  return [
    ...(autoscaler !== undefined && keda.toLowerCase() !== EventingFeatureFlag.Enabled.toLowerCase()
      ? [
          {
            path: "autoscaler",
            code: "KN9055" as const,
            reason: 'has no effect without features.controllerAutoscalerKeda: "Enabled"',
          },
        ]
      : []),
    ...(minScale > maxScale
      ? [
          {
            path: "autoscaler.minScale",
            code: "KN9055" as const,
            reason: `of ${minScale} is above maxScale of ${maxScale}; raise that`,
          },
        ]
      : []),
  ];
}
