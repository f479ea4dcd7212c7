import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest } from "@pulumi/pulumi/proto/engine_pb";

export type Severity = "debug" | "info" | "warning" | "error";

/** One line for the user. */
export interface Message {
  readonly severity: Severity;
  readonly text: string;
}

/** Sends lines to the engine. A status line is shown only while the operation runs. */
export interface Log {
  log(severity: Severity, urn: string, text: string): void;
  status(severity: Severity, urn: string, text: string): void;
}

const severities: Readonly<Record<Severity, 0 | 1 | 2 | 3>> = { debug: 0, info: 1, warning: 2, error: 3 };

/** A log that goes to the engine at the address. Lines keep their order; what can't be sent is lost. */
export function engineLog(address: string): Log & { connect(address: string): void } {
  let engine = address === "" ? undefined : clientFor(address);
  let last: Promise<void> = Promise.resolve();
  const send = (severity: Severity, urn: string, text: string, ephemeral: boolean): void => {
    const request = new LogRequest();
    request.setSeverity(severities[severity]);
    request.setUrn(urn);
    request.setMessage(text);
    request.setEphemeral(ephemeral);
    last = last.then(
      () => new Promise<void>((done) => (engine === undefined ? done() : engine.log(request, () => done()))),
    );
  };
  return {
    log: (severity, urn, text) => send(severity, urn, text, false),
    status: (severity, urn, text) => send(severity, urn, text, true),
    connect: (next) => {
      engine = clientFor(next);
    },
  };
}

function clientFor(address: string): EngineClient {
  return new EngineClient(address, credentials.createInsecure());
}

/** Lines about one resource: a line that was sent before is not sent again. */
export class ResourceLog {
  private readonly seen = new Set<string>();

  constructor(
    private readonly sink: Log,
    private readonly urn: string,
  ) {}

  log(severity: Severity, text: string): void {
    if (this.isNew(`log ${severity} ${text}`)) {
      this.sink.log(severity, this.urn, text);
    }
  }

  status(severity: Severity, text: string): void {
    if (this.isNew(`status ${severity} ${text}`)) {
      this.sink.status(severity, this.urn, text);
    }
  }

  /** Takes the status line away. */
  clear(): void {
    this.sink.status("info", this.urn, "");
  }

  private isNew(line: string): boolean {
    const unseen = !this.seen.has(line);
    this.seen.add(line);
    return unseen;
  }
}
