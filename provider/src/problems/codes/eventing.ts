import type { ProblemKind } from "./kind";

/** Problems of Eventing, its brokers, triggers and sources. */
export const eventingProblems = {
  KN9001: {
    title: "Serving and Eventing of different minors",
    help: "Upstream tests the same minor of both together. Leave eventing.release out of a Platform, and it follows Serving's.",
  },
  KN9002: {
    title: "no such part of the platform",
    help: "A trigger, source or dead letter sink names a service, broker or channel that the platform doesn't have. Correct the name, or name what is made elsewhere by ref or url.",
  },
  KN9003: {
    title: "duration not usable",
    help: "Times of Eventing are ISO 8601 durations such as PT0.5S, PT10S or PT2M. Knative reads tenths of a unit and drops what is finer.",
  },
  KN9004: {
    title: "filter not usable",
    help: "A filter has exactly one of exact, prefix, suffix, all, any, not and cesql, and names at least one attribute with a value.",
  },
  KN9005: {
    title: "CloudEvents SQL not readable",
    help: "Knative's webhook would refuse the expression, or no event could pass it. Texts stand in quotation marks, and a minus needs a space after it where it is no sign.",
  },
  KN9006: {
    title: "schedule not usable",
    help: "A schedule has five fields, or six with the second first: minute, hour, day of the month, month, day of the week from 0 (Sunday) to 6.",
  },
  KN9007: {
    title: "time zone unknown",
    help: "Time zones are names of the IANA database, as they are written there, such as Europe/Berlin.",
  },
  KN9008: {
    title: "data of an event not usable",
    help: "With contentType application/json Knative takes JSON objects alone, and dataBase64 must be base64.",
  },
  KN9009: {
    title: "feature of Eventing needed",
    help: "The property has an effect only with a feature of Eventing that is off; set it in eventing.features.",
  },
  KN9010: {
    title: "name of an attribute not allowed",
    help: "Names of events' attributes are lower-case letters and digits.",
  },
  KN9011: {
    title: "address of a sink not usable",
    help: "url is a whole URL with http:// or https://; path is what comes after the address of a named sink.",
  },
  KN9012: {
    title: "delivery without retries",
    help: "Delays and their growth say when a delivery is tried again, and without retry it never is.",
  },
  KN9013: {
    title: "part of Eventing needed",
    help: "Something is set up or declared that needs a part of Eventing which is not installed.",
  },
  KN9014: {
    title: "label selector not usable",
    help: "The operators In and NotIn compare with at least one value; Exists and DoesNotExist take none.",
  },
  KN9015: {
    title: "kind that can't be watched",
    help: "An ApiServerSource makes the plural of a kind by rule, and passes over one whose API has another, without a word. Watch something else that changes with it.",
  },
  KN9016: {
    title: "subject without a pod template",
    help: "A SinkBinding puts variables into the pod template of its subject: bind what makes the pods.",
  },
  KN9050: {
    title: "part for Kafka without effect",
    help: "kafka chooses which parts for Apache Kafka are installed; at least one of broker, channel, source and sink is true, and settings of a part need that part.",
  },
  KN9051: {
    title: "address of Kafka not usable",
    help: "Bootstrap servers are hosts with ports and without a scheme, such as kafka.example.com:9092.",
  },
  KN9052: {
    title: "name of a topic not usable",
    help: "Topics of Kafka, and the templates that name them, have letters, digits, '.', '_' and '-', at most 249 characters; templates must tell objects apart.",
  },
  KN9053: {
    title: "checksum of a release file for Kafka needed",
    help: "No file is installed that nobody vouches for. Where the catalogue has no checksum of a file, give the one that sha256sum prints of the file from the release page, in kafka.checksums.",
  },
  KN9054: {
    title: "credentials for Kafka not usable",
    help: "Kafka's client certificates need their own key, RSA or EC, as PKCS #8, and are of no use beside SASL; a KafkaSource needs either a user or a certificate. Users and passwords have no quotation marks, backslashes or line breaks, which Knative doesn't mask.",
  },
  KN9055: {
    title: "scaling by KEDA not possible",
    help: "KEDA sets numbers of consumers only with kafka.features.controllerAutoscalerKeda, and within bounds that leave room.",
  },
  KN9056: {
    title: "number of pods is Kafka's controller's",
    help: "Pods of Kafka's dispatchers follow the consumers that sources, triggers and subscriptions ask for.",
  },
  KN9070: {
    title: "program of Eventing down",
    help: "Knative Eventing is not installed, or one of its programs doesn't run: events aren't taken or handed on, or changes aren't acted upon.",
  },
  KN9071: {
    title: "webhook of Eventing down",
    help: "The admission webhook of Eventing or of its parts for Kafka has no pod that answers, or no CA: what events flow through can't be made or changed.",
  },
  KN9072: {
    title: "nothing of that name that events flow through",
    help: "The namespace has no such source, broker, trigger, channel, subscription, sequence, parallel or sink. Check the name and the namespace.",
  },
  KN9073: {
    title: "source not ready",
    help: "The source sends no events, or not those of its present form: its own condition says why.",
  },
  KN9074: {
    title: "broker not ready",
    help: "The broker takes no events, or hands them on to none of its triggers: its own condition says why.",
  },
  KN9075: {
    title: "trigger or subscription not ready",
    help: "Events stay with the broker or channel, or pass by: the condition of the trigger or subscription says why.",
  },
  KN9076: {
    title: "channel, sequence, parallel or sink not ready",
    help: "It takes no events, or hands them on to nobody: its own condition says why.",
  },
  KN9077: {
    title: "what gets the events isn't there",
    help: "A source, trigger, subscription, sequence or parallel names something that isn't there, such as a service that was deleted or is called otherwise.",
  },
  KN9078: {
    title: "what gets the events isn't ready",
    help: "A service that events go to is there and has no address, or doesn't answer, as long as it isn't ready.",
  },
  KN9079: {
    title: "dead letter sink not usable",
    help: "The dead letter sink isn't there, or has no address: the broker, trigger or channel isn't ready until it has, and events that nobody takes would be lost.",
  },
} as const satisfies Record<string, ProblemKind>;
