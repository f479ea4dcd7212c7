import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
  RegisterResourceResponse,
  SupportsFeatureResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type ResourceInvokeRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

type Handler<Request, Response> = (
  call: grpc.ServerUnaryCall<Request, Response>,
  callback: grpc.sendUnaryData<Response>,
) => void;

/** Features of today's engines that the plugin must cope with. */
const features = ["secrets", "resourceReferences", "outputValues", "aliasSpecs", "deletedWith"];

/** An engine that takes every resource for made as it was asked for, and remembers what it was told. */
export class FakeEngine {
  /** Names of the resources registered. */
  readonly registered: string[] = [];
  /** References to the providers that resources were registered with, by the resources' names. */
  readonly providers = new Map<string, string>();
  /** What the user would see. */
  readonly logged: string[] = [];
  private readonly server = new grpc.Server();
  private readonly states = new Map<string, Readonly<{ id: string; state: JavaScriptValue }>>();

  /** Listens, and gives the address for engine and resource monitor. */
  start(): Promise<string> {
    this.server.addService(ResourceMonitorService, this.monitor());
    this.server.addService(EngineService, { log: this.log });
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
      );
    });
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private monitor(): grpc.UntypedServiceImplementation {
    const supportsFeature: Handler<SupportsFeatureRequest, SupportsFeatureResponse> = (
      { request },
      callback,
    ) => {
      const response = new SupportsFeatureResponse();
      response.setHassupport(features.includes(request.getId()));
      callback(null, response);
    };
    const registerResource: Handler<RegisterResourceRequest, RegisterResourceResponse> = (
      { request },
      callback,
    ) => {
      this.registered.push(request.getName());
      this.providers.set(request.getName(), request.getProvider());
      const urn = `urn:pulumi:stack::project::${request.getType()}::${request.getName()}`;
      const id = request.getCustom() ? `${request.getName()}-id` : "";
      this.states.set(urn, { id, state: request.getObject()?.toJavaScript() ?? {} });
      const response = new RegisterResourceResponse();
      response.setUrn(urn);
      response.setId(id);
      response.setObject(request.getObject());
      callback(null, response);
    };
    const registerResourceOutputs: Handler<RegisterResourceOutputsRequest, Empty> = (
      { request },
      callback,
    ) => {
      this.states.set(request.getUrn(), { id: "", state: request.getOutputs()?.toJavaScript() ?? {} });
      callback(null, new Empty());
    };
    return {
      supportsFeature,
      registerResource,
      registerResourceOutputs,
      invoke: this.getResource,
    };
  }

  /** Tells what was registered under a URN, as the engine does it where a reference is to become a resource again. */
  private readonly getResource: Handler<ResourceInvokeRequest, InvokeResponse> = ({ request }, callback) => {
    const urn = request.getArgs()?.getFieldsMap().get("urn")?.getStringValue() ?? "";
    const known = this.states.get(urn);
    if (request.getTok() !== "pulumi:pulumi:getResource" || known === undefined) {
      callback(new Error(`unknown: ${request.getTok()} of ${urn}`));
      return;
    }
    const response = new InvokeResponse();
    response.setReturn(Struct.fromJavaScript({ urn, ...known }));
    callback(null, response);
  };

  private readonly log: Handler<LogRequest, Empty> = ({ request }, callback) => {
    if (request.getSeverity() !== LogSeverity.DEBUG) {
      this.logged.push(request.getMessage());
    }
    callback(null, new Empty());
  };
}
