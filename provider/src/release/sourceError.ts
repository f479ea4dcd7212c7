/** What went wrong: nobody answered, the file isn't there, it is another one, or the list of checksums is of no use. */
export type SourceErrorKind = "unreachable" | "not-found" | "checksum" | "checksums-file";

export interface SourceFailure {
  readonly kind: SourceErrorKind;
  /** Path of the file below the mirror's address, or the checksums file as it was given. */
  readonly file: string;
  /** Where it was looked for, without credentials. */
  readonly url: string;
  /** Checksum that the file should have. */
  readonly expected?: string;
  /** Checksum that it has. */
  readonly got?: string;
  /** What is wrong and the way out. */
  readonly reason: string;
}

/** A release file that could not be had. Holds no credentials. */
export class SourceError extends Error {
  constructor(readonly failure: SourceFailure) {
    super(`${failure.file}: ${failure.reason}`);
    this.name = "SourceError";
  }

  get kind(): SourceErrorKind {
    return this.failure.kind;
  }
}

/** A text without what is secret in the URLs that it names: user, password and query. */
export function redact(text: string): string {
  return text
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi, "$1")
    .replace(/([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, "$1");
}
