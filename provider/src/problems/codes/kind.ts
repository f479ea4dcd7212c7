/** A kind of problem that this package can report. */
export interface ProblemKind {
  /** One line that names the mistake. */
  readonly title: string;
  /** What to do about it. */
  readonly help: string;
}
