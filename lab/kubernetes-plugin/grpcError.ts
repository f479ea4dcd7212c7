import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { InitFailedError, messageOf } from "./errors";
import { encodeStruct } from "./struct";

/** An error as gRPC carries it; a resource that was made but is not well goes along in the details. */
export function grpcError(error: unknown): { code: status; details: string; metadata?: Metadata } {
  if (!(error instanceof InitFailedError)) {
    return { code: status.UNKNOWN, details: messageOf(error) };
  }
  const failure = new ErrorResourceInitFailed();
  failure.setId(error.id);
  failure.setProperties(encodeStruct(error.properties));
  failure.setReasonsList([...error.reasons]);
  failure.setInputs(error.inputs && encodeStruct(error.inputs));
  const detail = new Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new Status();
  rich.setCode(status.UNKNOWN);
  rich.setMessage(error.message);
  rich.addDetails(detail);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: status.UNKNOWN, details: error.message, metadata };
}
