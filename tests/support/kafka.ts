import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "mocha";
import { ensureKafka, type Kafka } from "../../lab/artifacts/kafka";
import { withProgress } from "../../lab/node";
import type { TestPair } from "./certificates";
import { must, run, start, type Ended, type Started } from "./command";
import { skip } from "./skip";

/** Longest time for Kafka to be downloaded first; for the timeout of a `before`. */
export const kafkaTimeoutMs = 10 * 60_000;

/** Kafka's programs; skips, saying why, where they can't be had. */
export async function needKafka(context: Context): Promise<Kafka> {
  context.timeout(kafkaTimeoutMs);
  try {
    return await withProgress((report) => ensureKafka(report));
  } catch (error) {
    return skip(context, `no Apache Kafka: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Settings of a Java program, by key. */
export type Properties = Readonly<Record<string, string>>;

/** Who may speak to it, and by what it shows who it is. */
export interface KafkaAccess {
  /** Passwords by user, for all mechanisms. */
  readonly users: Readonly<Record<string, string>>;
  readonly server: TestPair;
  /** What clients' certificates are compared with. */
  readonly client: TestPair;
}

/** A listener for each way to prove who one is. */
const listeners = {
  SASL_PLAINTEXT: "SASL_PLAINTEXT",
  SASL_SSL: "SASL_SSL",
  SSL: "SSL",
  MUTUAL: "SSL",
} as const;
export type KafkaListener = keyof typeof listeners;

const scrams = ["SCRAM-SHA-256", "SCRAM-SHA-512"] as const;
/** For a program that lives seconds on a machine that does other things, too. */
const small = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-Djava.net.preferIPv4Stack=true"];
const modules = "org.apache.kafka.common.security";

/** Apache Kafka in one process, which listens on this machine alone. */
export class KafkaServer {
  private constructor(
    private readonly kafka: Kafka,
    private readonly directory: string,
    private readonly ports: Readonly<Record<string, number>>,
    private readonly server: Started,
  ) {}

  static async start(kafka: Kafka, access: KafkaAccess): Promise<KafkaServer> {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-knative-kafka-broker-"));
    const names = ["CONTROLLER", "INSIDE", ...Object.keys(listeners)];
    const free = await freePorts(names.length);
    const ports = Object.fromEntries(names.map((name, index) => [name, free[index] ?? 0]));
    const file = join(directory, "server.properties");
    write(file, serverProperties(ports, access, join(directory, "data")));
    await must(kafka.java, [...classes(kafka, "kafka.tools.StorageTool"), ...format(file, access)]);
    const server = await start(kafka.java, [...classes(kafka, "kafka.Kafka"), file], { minutes: 15 });
    const ended = server.ended.then(({ output }) => {
      throw new Error(`Kafka ended before anybody wanted it to:\n${output}`);
    });
    ended.catch(() => undefined); // once it is up, whoever speaks to it says so
    try {
      await Promise.race([ended, Promise.all(free.map(listening))]);
    } catch (error) {
      server.kill();
      rmSync(directory, { recursive: true });
      throw error;
    }
    return new KafkaServer(kafka, directory, ports, server);
  }

  /** Host and port of a listener. */
  at(listener: KafkaListener): string {
    return `localhost:${this.ports[listener]}`;
  }

  /** Runs one of Kafka's tools with the settings of a client. */
  async tool(
    name: string,
    configFlag: string,
    settings: Properties,
    args: readonly string[],
  ): Promise<Ended> {
    const file = join(this.directory, `${randomBytes(8).toString("hex")}.properties`);
    write(file, settings);
    const command = classes(this.kafka, `org.apache.kafka.tools.${name}`);
    return run(this.kafka.java, [...command, configFlag, file, ...args], { minutes: 3 });
  }

  async end(): Promise<void> {
    this.server.kill();
    await this.server.ended;
    rmSync(this.directory, { recursive: true });
  }
}

function classes({ classPath }: Kafka, main: string): string[] {
  return [...small, "-cp", classPath, main];
}

function format(file: string, { users }: KafkaAccess): string[] {
  const id = randomBytes(16).toString("base64url");
  const credentials = Object.entries(users).flatMap(([user, password]) =>
    scrams.flatMap((scram) => ["--add-scram", `${scram}=[name=${user},password=${password}]`]),
  );
  // The tool takes an id that begins with "-" for an option.
  return ["format", "--cluster-id", id.replace(/^-/, "a"), "--config", file, ...credentials];
}

function serverProperties(
  ports: Readonly<Record<string, number>>,
  access: KafkaAccess,
  data: string,
): Properties {
  const each = (text: (name: string, port: number) => string) =>
    Object.entries(ports)
      .map(([name, port]) => text(name, port))
      .join(",");
  const advertised = Object.entries(ports)
    .filter(([name]) => name !== "CONTROLLER")
    .map(([name, port]) => `${name}://localhost:${port}`);
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": `1@localhost:${ports["CONTROLLER"]}`,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "INSIDE",
    listeners: each((name, port) => `${name}://127.0.0.1:${port}`),
    "advertised.listeners": advertised.join(","),
    "listener.security.protocol.map": each(
      (name) => `${name}:${listeners[name as KafkaListener] ?? "PLAINTEXT"}`,
    ),
    "log.dirs": data,
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "1",
    "group.initial.rebalance.delay.ms": "0",
    "auto.create.topics.enable": "false",
    ...saslProperties("SASL_PLAINTEXT", access),
    ...saslProperties("SASL_SSL", access),
    ...tlsProperties("SASL_SSL", access),
    ...tlsProperties("SSL", access),
    ...tlsProperties("MUTUAL", access),
    [`${prefix("MUTUAL")}.ssl.client.auth`]: "required",
  };
}

function prefix(listener: KafkaListener): string {
  return `listener.name.${listener.toLowerCase()}`;
}

function saslProperties(listener: KafkaListener, { users }: KafkaAccess): Properties {
  const plain = Object.entries(users).map(([user, password]) => `user_${user}=${JSON.stringify(password)}`);
  const jaas = (mechanism: string) => `${prefix(listener)}.${mechanism.toLowerCase()}.sasl.jaas.config`;
  return {
    [`${prefix(listener)}.sasl.enabled.mechanisms`]: ["PLAIN", ...scrams].join(","),
    [jaas("PLAIN")]: `${modules}.plain.PlainLoginModule required ${plain.join(" ")};`,
    ...Object.fromEntries(
      scrams.map((scram) => [jaas(scram), `${modules}.scram.ScramLoginModule required;`]),
    ),
  };
}

function tlsProperties(listener: KafkaListener, { server, client }: KafkaAccess): Properties {
  const ssl = `${prefix(listener)}.ssl`;
  return {
    [`${ssl}.keystore.type`]: "PEM",
    [`${ssl}.keystore.certificate.chain`]: server.certificate,
    [`${ssl}.keystore.key`]: server.privateKey,
    [`${ssl}.truststore.type`]: "PEM",
    [`${ssl}.truststore.certificates`]: client.certificate,
  };
}

/** As Java reads it: one line for each key. */
function write(file: string, properties: Properties): void {
  const lines = Object.entries(properties).map(
    ([key, value]) => `${key}=${value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n`,
  );
  writeFileSync(file, lines.join(""), { mode: 0o600 });
}

/** Ports of this machine that nobody listens on. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Waits until somebody listens on a port. */
async function listening(port: number): Promise<void> {
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries === 600) {
      throw new Error(`nobody listens on port ${port} after two minutes`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const end = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once("connect", end(true)).once("error", end(false));
  });
}
