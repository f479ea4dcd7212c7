/** A share of a service's traffic. */
export interface TrafficTargetArgs {
  /** Name of the revision. Default: the latest ready one. */
  revisionName?: string;
  /** Whether the latest ready revision is meant. Default: true where no revision is named. */
  latestRevision?: boolean;
  /** Percentage of the requests, from 0 to 100. All targets together: exactly 100. Default: 0. */
  percent?: number;
  /** Name under which this target alone is reached, too, as `<tag>-<service>`. Default: none. */
  tag?: string;
}

/** A change from one revision of a service to the next, by one number that can go back. */
export interface RolloutArgs {
  /**
   * Name of the revision that goes on serving, as the output `latestReadyRevision` told it before the change. Default: none, so that the latest ready
   * revision serves every request, under the tag "current".
   */
  current?: string;
  /**
   * Percentage of the requests that the latest ready revision gets, from 0 to 100, beside its own URL under the tag
   * "candidate". 0 takes all of them back. Needs `current`. Default: 0.
   */
  candidatePercent?: number;
}
