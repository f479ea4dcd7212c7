import { isMap, pluckNumber, pluckString, pluckMaps, type ValueMap } from "./value";

/** A refusal from the API server. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly code: number;
  /** Kubernetes' machine-readable reason: `NotFound`, `AlreadyExists`, `Conflict`, `Invalid` … */
  readonly reason: string;

  constructor(
    code: number,
    readonly status: ValueMap,
    fallback: string,
  ) {
    super(pluckString(status, "message") || fallback);
    this.code = pluckNumber(status, "code") ?? code;
    this.reason = pluckString(status, "reason");
  }

  /** The causes in the status' details: which field is wrong, and why. */
  get causes(): readonly ValueMap[] {
    return pluckMaps(this.status, "details", "causes");
  }

  /** The kind that the status speaks of, for example `namespaces`. */
  get subject(): string {
    const details = this.status["details"];
    return isMap(details) ? pluckString(details, "kind") : "";
  }
}

/** The API server knows no such kind. */
export class NoMatchError extends Error {
  constructor(kind: string, apiVersion: string) {
    super(`no matches for kind "${kind}" in version "${apiVersion}"`);
  }
}

/** The object is there, but did not get ready (or did not go away). The state is kept. */
export class PartialError extends Error {
  constructor(
    message: string,
    readonly object: ValueMap | undefined,
    readonly reasons: readonly string[],
  ) {
    super(message);
  }
}

/** What the engine is told when a resource was made but is not well: it keeps the state and tries again next time. */
export class InitFailedError extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: ValueMap,
    readonly reasons: readonly string[],
    readonly inputs?: ValueMap,
  ) {
    super(message);
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function hasReason(error: unknown, reason: string): boolean {
  return error instanceof ApiError && error.reason === reason;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
