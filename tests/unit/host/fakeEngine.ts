import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceResponse,
  SupportsFeatureResponse,
  type RegisterResourceRequest,
  type SupportsFeatureRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

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
  /** What the user would see. */
  readonly logged: string[] = [];
  private readonly server = new grpc.Server();

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
      const response = new RegisterResourceResponse();
      response.setUrn(`urn:pulumi:stack::project::${request.getType()}::${request.getName()}`);
      response.setId(request.getCustom() ? `${request.getName()}-id` : "");
      response.setObject(request.getObject());
      callback(null, response);
    };
    const registerResourceOutputs: Handler<unknown, Empty> = (_, callback) => callback(null, new Empty());
    return {
      supportsFeature,
      registerResource,
      registerResourceOutputs,
    };
  }

  private readonly log: Handler<LogRequest, Empty> = ({ request }, callback) => {
    if (request.getSeverity() !== LogSeverity.DEBUG) {
      this.logged.push(request.getMessage());
    }
    callback(null, new Empty());
  };
}
