import {
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { check } from "./check";
import { diffConfig } from "./config";
import { configure } from "./configure";
import { create } from "./create";
import { diffResource } from "./diffResource";
import { grpcError } from "./grpcError";
import { engineLog } from "./log";
import { formatPropertyPath } from "./propertyPath";
import type { Change } from "./diff";
import type { Provider } from "./context";
import { read } from "./read";
import { remove } from "./remove";
import { decodeStruct, encodeStruct } from "./struct";
import { update } from "./update";
import { plainMap } from "./value";

const notSupported = "is not supported by the lab's stand-in for the Kubernetes plugin";

/** The methods of a provider, as the engine calls them. */
class Service {
  private provider: Provider | undefined;
  private readonly cancel = new AbortController();
  private readonly log: ReturnType<typeof engineLog>;

  constructor(
    engineAddress: string,
    private readonly version: string,
  ) {
    this.log = engineLog(engineAddress);
  }

  attach(request: PluginAttach): Empty {
    this.log.connect(request.getAddress());
    return new Empty();
  }

  getPluginInfo(): PluginInfo {
    const info = new PluginInfo();
    info.setVersion(this.version);
    return info;
  }

  getSchema(): proto.GetSchemaResponse {
    const response = new proto.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name: "kubernetes", version: this.version }));
    return response;
  }

  checkConfig(request: proto.CheckRequest): proto.CheckResponse {
    const response = new proto.CheckResponse();
    response.setInputs(request.getNews());
    return response;
  }

  async diffConfig(request: proto.DiffRequest): Promise<proto.DiffResponse> {
    const olds = plainMap(decodeStruct(request.getOlds()));
    const diff = await diffConfig(olds, plainMap(decodeStruct(request.getNews())));
    const response = new proto.DiffResponse();
    response.setChanges(diff === undefined ? 1 : 2);
    response.setDiffsList([...(diff?.diffs ?? [])]);
    response.setReplacesList([...(diff?.replaces ?? [])]);
    return response;
  }

  async configure(request: proto.ConfigureRequest): Promise<proto.ConfigureResponse> {
    const variables = new Map(request.getVariablesMap().toArray());
    this.provider = await configure(variables, process.env, this.log, this.cancel.signal);
    const response = new proto.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    response.setSupportsAutonamingConfiguration(true);
    return response;
  }

  async check(request: proto.CheckRequest): Promise<proto.CheckResponse> {
    const options = request.getAutonaming();
    const modes = ["propose", "enforce", "disable"] as const;
    const inputs = await check(this.configured(), {
      urn: request.getUrn(),
      olds: decodeStruct(request.getOlds()),
      news: decodeStruct(request.getNews()),
      randomSeed: request.getRandomseed_asU8(),
      autonaming: options && { mode: modes[options.getMode()], proposedName: options.getProposedName() },
    });
    const response = new proto.CheckResponse();
    response.setInputs(encodeStruct(inputs));
    return response;
  }

  async diff(request: proto.DiffRequest): Promise<proto.DiffResponse> {
    const diff = await diffResource(this.configured(), {
      urn: request.getUrn(),
      olds: decodeStruct(request.getOlds()),
      news: decodeStruct(request.getNews()),
      ignoreChanges: request.getIgnorechangesList(),
    });
    const response = new proto.DiffResponse();
    response.setChanges(diff.changed ? 2 : 1);
    response.setReplacesList([...diff.replaces]);
    response.setDeletebeforereplace(diff.deleteBeforeReplace);
    response.setHasdetaileddiff(true);
    for (const change of diff.changes) {
      response.getDetaileddiffMap().set(formatPropertyPath(change.path), propertyDiff(change));
    }
    return response;
  }

  async create(request: proto.CreateRequest): Promise<proto.CreateResponse> {
    const { id, properties } = await create(this.configured(), {
      urn: request.getUrn(),
      properties: decodeStruct(request.getProperties()),
      timeout: request.getTimeout(),
      preview: request.getPreview(),
    });
    const response = new proto.CreateResponse();
    response.setId(id);
    response.setProperties(encodeStruct(properties));
    return response;
  }

  async read(request: proto.ReadRequest): Promise<proto.ReadResponse> {
    const { id, properties, inputs } = await read(this.configured(), {
      urn: request.getUrn(),
      id: request.getId(),
      properties: decodeStruct(request.getProperties()),
      inputs: decodeStruct(request.getInputs()),
    });
    const response = new proto.ReadResponse();
    if (id !== "") {
      response.setId(id);
      response.setProperties(encodeStruct(properties));
      response.setInputs(encodeStruct(inputs));
    }
    return response;
  }

  async update(request: proto.UpdateRequest): Promise<proto.UpdateResponse> {
    const properties = await update(this.configured(), {
      urn: request.getUrn(),
      olds: decodeStruct(request.getOlds()),
      news: decodeStruct(request.getNews()),
      timeout: request.getTimeout(),
      preview: request.getPreview(),
      ignoreChanges: request.getIgnorechangesList(),
    });
    const response = new proto.UpdateResponse();
    response.setProperties(encodeStruct(properties));
    return response;
  }

  async delete(request: proto.DeleteRequest): Promise<Empty> {
    await remove(this.configured(), {
      urn: request.getUrn(),
      id: request.getId(),
      properties: decodeStruct(request.getProperties()),
      timeout: request.getTimeout(),
    });
    return new Empty();
  }

  cancelAll(): Empty {
    this.cancel.abort();
    return new Empty();
  }

  private configured(): Provider {
    if (this.provider === undefined) {
      throw new Error("the provider was asked for a resource before it was configured");
    }
    return this.provider;
  }
}

function propertyDiff({ kind, replace }: Change): proto.PropertyDiff {
  const kinds = { add: 0, delete: 2, update: 4 } as const;
  const diff = new proto.PropertyDiff();
  diff.setKind(kinds[kind] + (replace ? 1 : 0));
  diff.setInputdiff(kind === "delete");
  return diff;
}

function unary<Request, Response>(handle: (request: Request) => Response | Promise<Response>) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    void (async () => handle(call.request))().then(
      (response) => callback(null, response),
      (error: unknown) => callback(grpcError(error)),
    );
  };
}

function refused(what: string) {
  return (_: unknown, callback: sendUnaryData<unknown>): void =>
    callback({ code: status.UNIMPLEMENTED, details: `${what} ${notSupported}` });
}

function implementation(service: Service): UntypedServiceImplementation {
  return {
    attach: unary((request: PluginAttach) => service.attach(request)),
    getPluginInfo: unary(() => service.getPluginInfo()),
    getSchema: unary(() => service.getSchema()),
    checkConfig: unary((request: proto.CheckRequest) => service.checkConfig(request)),
    diffConfig: unary((request: proto.DiffRequest) => service.diffConfig(request)),
    configure: unary((request: proto.ConfigureRequest) => service.configure(request)),
    check: unary((request: proto.CheckRequest) => service.check(request)),
    diff: unary((request: proto.DiffRequest) => service.diff(request)),
    create: unary((request: proto.CreateRequest) => service.create(request)),
    read: unary((request: proto.ReadRequest) => service.read(request)),
    update: unary((request: proto.UpdateRequest) => service.update(request)),
    delete: unary((request: proto.DeleteRequest) => service.delete(request)),
    cancel: unary(() => service.cancelAll()),
    handshake: refused("Handshake"),
    parameterize: refused("Parameterize"),
    invoke: unary((request: proto.InvokeRequest) => {
      throw new Error(`the function ${request.getTok()} ${notSupported}`);
    }),
    call: refused("Call"),
    construct: unary((request: proto.ConstructRequest) => {
      throw new Error(`the component ${request.getType()} ${notSupported}`);
    }),
    getMapping: unary(() => new proto.GetMappingResponse()),
    getMappings: unary(() => new proto.GetMappingsResponse()),
  };
}

/** Serves on a free port of loopback, and gives the port. Messages may be as big as the engine likes. */
export async function serve(engineAddress: string, version: string): Promise<number> {
  const server = new Server({
    "grpc.max_receive_message_length": 400 << 20,
    "grpc.max_send_message_length": -1,
  });
  const service = ResourceProviderService as unknown as Parameters<Server["addService"]>[0];
  server.addService(service, implementation(new Service(engineAddress, version)));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) {
        resolve(port);
      } else {
        reject(error);
      }
    });
  });
}
