/** What became of a text that was put somewhere, and where it is. */
export interface Placed {
  readonly done: "created" | "updated" | "left as it is";
  readonly url: string;
}

/** Exactly which plan is looked for. */
export interface WantedPlan {
  readonly stack: string;
  /** The whole digest of its configuration. */
  readonly configuration: string;
}

/** A plan that was reviewed, as the pipeline of a pull or merge request kept it. */
export interface ReviewedPlan {
  /** The text of `plan.json`. */
  readonly record: string;
  /** The text of `plan.txt`, for people. */
  readonly text: string;
  /** Where it was made, for people. */
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

/** Where the project is hosted: what the pipeline wants from GitHub or GitLab, and nothing else. */
export interface Forge {
  /**
   * Puts a text on a pull or merge request, as the one comment that this project has there.
   * @param number of the request; without it, the one that this job runs for
   */
  comment(text: string, number?: number): Promise<Placed>;
  /** Opens the one issue about drift, or updates the open one. */
  openDriftIssue(text: string): Promise<Placed>;
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
