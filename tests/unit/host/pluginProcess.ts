import { spawn, type ChildProcess } from "node:child_process";
import * as grpc from "@grpc/grpc-js";
import { InputPropertiesError } from "@pulumi/pulumi/proto/errors_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  ConstructRequest,
  GetSchemaRequest,
  type ConstructResponse,
  type GetSchemaResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

export interface ConstructQuestion {
  readonly type: string;
  readonly name: string;
  /** As they go over the wire: secrets, unknowns and outputs by their signatures. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  readonly preview?: boolean;
}

/** What the engine would show. */
export interface Refusal {
  readonly message: string;
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

export type ConstructAnswer = { readonly state: Readonly<Record<string, unknown>> } | Refusal;

/** A plugin that runs, asked as the engine asks it. */
export class PluginProcess {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: ResourceProviderClient,
    private readonly engine: string,
  ) {}

  /** Starts the command with the engine's address behind it, and waits for its port. */
  static async start(engine: string, file: string, ...args: string[]): Promise<PluginProcess> {
    const process = spawn(file, [...args, engine], { stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise<string>((resolve, reject) => {
      process.stdout.once("data", (data: Buffer) => resolve(data.toString().trim()));
      process.once("exit", (code) => reject(new Error(`the plugin ended with ${code} before it listened`)));
      process.once("error", reject);
    });
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    return new PluginProcess(process, client, engine);
  }

  stop(): void {
    this.client.close();
    this.process.kill();
  }

  schema(): Promise<string> {
    return ask<GetSchemaResponse>((done) => this.client.getSchema(new GetSchemaRequest(), done)).then(
      (answer) => answer.getSchema(),
    );
  }

  version(): Promise<string> {
    return ask<PluginInfo>((done) => this.client.getPluginInfo(new Empty(), done)).then((answer) =>
      answer.getVersion(),
    );
  }

  /** Has a component made. */
  async construct({
    type,
    name,
    inputs,
    dependencies = {},
    preview = false,
  }: ConstructQuestion): Promise<ConstructAnswer> {
    const request = new ConstructRequest();
    request.setProject("project");
    request.setStack("stack");
    request.setDryrun(preview);
    request.setMonitorendpoint(this.engine);
    request.setType(type);
    request.setName(name);
    request.setInputs(Struct.fromJavaScript(inputs as Record<string, JavaScriptValue>));
    for (const [property, urns] of Object.entries(dependencies)) {
      const entry = new ConstructRequest.PropertyDependencies();
      entry.setUrnsList([...urns]);
      request.getInputdependenciesMap().set(property, entry);
    }
    try {
      const answer = await ask<ConstructResponse>((done) => this.client.construct(request, done));
      return { state: answer.getState()?.toJavaScript() ?? {} };
    } catch (error) {
      return refusal(error as grpc.ServiceError);
    }
  }
}

function ask<T>(call: (done: (error: grpc.ServiceError | null, answer: T) => void) => unknown): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    call((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

function refusal({ details, metadata }: grpc.ServiceError): Refusal {
  const packed = metadata.get("grpc-status-details-bin")[0];
  const any =
    packed === undefined ? undefined : Status.deserializeBinary(packed as Buffer).getDetailsList()[0];
  const problems =
    any === undefined ? [] : InputPropertiesError.deserializeBinary(any.getValue_asU8()).getErrorsList();
  return {
    message: details,
    problems: problems.map((problem) => ({ path: problem.getPropertyPath(), reason: problem.getReason() })),
  };
}
