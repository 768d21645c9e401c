/** What happened to a comment or an issue, and its address. */
export interface Published {
  readonly done: "created" | "updated" | "left as it is";
  readonly url: string;
}

/** The plan to look for. */
export interface WantedPlan {
  readonly stack: string;
  /** The full digest of its configuration. */
  readonly configuration: string;
}

/** A reviewed plan, as the pipeline of a pull or merge request kept it. */
export interface ReviewedPlan {
  /** The text of `plan.json`. */
  readonly record: string;
  /** The text of `plan.txt`, for people. */
  readonly text: string;
  /** The address of the job or run that made it. */
  readonly url: string;
  /** The comment about it that its reviewers have seen, without the mark. */
  readonly comment: string;
}

/** What was found of the plans of one configuration. */
export interface ReviewSearch {
  /** The newest that counts. */
  readonly plan?: ReviewedPlan;
  /** Why each of the others does not count, for people. */
  readonly refused: readonly string[];
}

/** The operations of GitHub or GitLab that the pipeline needs. */
export interface Forge {
  /**
   * Creates or updates the sticky comment of this project on a pull or merge request.
   *
   * @param number the number of the request; by default, the one that this job runs for
   */
  comment(text: string, number?: number): Promise<Published>;
  /** Opens the issue about drift, or updates the open one. */
  openDriftIssue(text: string): Promise<Published>;
  /** Closes the issue about drift, with a comment. @returns its address; nothing if none is open */
  closeDriftIssue(text: string): Promise<string | undefined>;
  /**
   * Finds the newest plan of exactly this configuration that the pipeline of a merged request made,
   * before it was merged, of the commits that were merged.
   */
  reviewedPlan(wanted: WantedPlan): Promise<ReviewSearch>;
  /** The commit that the default branch has now. */
  newestCommit(): Promise<string>;
}

export const DRIFT_LABEL = "drift";
export const DRIFT_TITLE = "The pull-through cache has drifted from its configuration";
