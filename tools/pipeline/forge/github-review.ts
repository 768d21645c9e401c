import * as z from "zod";
import type { RestClient } from "./rest-client";
import type { MergedRequest } from "./reviewed-request";
import { isBefore } from "./reviewed-request";

/** The workflow that plans: a run of another one may upload what it likes. */
const PLAN_WORKFLOW = ".github/workflows/plan.yml";

const place = z.object({ id: z.number() });

const project = z.object({ id: z.number(), default_branch: z.string() });

const workflowRun = z.object({
  id: z.number(),
  event: z.string(),
  path: z.string(),
  head_branch: z.string().nullable(),
  head_sha: z.string(),
  created_at: z.string(),
  run_started_at: z.string(),
  repository: place,
  head_repository: place.nullable(),
});

const pullRequest = z.object({
  number: z.number(),
  created_at: z.string(),
  closed_at: z.string().nullable(),
  merged_at: z.string().nullable(),
  head: z.object({ ref: z.string(), sha: z.string(), repo: place.nullable() }),
  base: z.object({ ref: z.string(), sha: z.string() }),
});

const issueEvent = z.object({ event: z.string(), created_at: z.string() });

const review = z.object({
  state: z.string(),
  commit_id: z.string().nullable(),
  submitted_at: z.string().optional(),
});

type Run = z.infer<typeof workflowRun>;
type PullRequest = z.infer<typeof pullRequest>;
type Merged = PullRequest & { readonly merged_at: string };

/** The merged pull request that a run planned, or why there is none, for people. */
export type RunReview = { readonly merged: MergedRequest } | { readonly refusal: string };

/**
 * Tells which merged pull request a run of a workflow has planned, by what GitHub itself says of both.
 *
 * A run does not name its pull request: GitHub tells its branch and its commit, which another pull
 * request, against a branch with another workflow, can share. So each way is closed in which the run may
 * have been made for another one.
 *
 * @see https://docs.github.com/en/rest/actions/workflow-runs#get-a-workflow-run
 */
export class GitHubReview {
  #project: Promise<z.infer<typeof project>> | undefined;

  /**
   * @param repository `/repos/owner/name`
   */
  constructor(
    private readonly client: RestClient,
    private readonly repository: string,
  ) {}

  /** @param artifact what the run has uploaded, and when */
  async of(artifact: { readonly run: number; readonly created_at: string }): Promise<RunReview> {
    this.#project ??= this.client.json(this.#get("", "look at the repository", METADATA), project);
    const { id: repository, default_branch: branch } = await this.#project;
    const path = `/actions/runs/${artifact.run}`;
    const run = await this.client.json(this.#get(path, "look at a run", ACTIONS), workflowRun);
    const wrong = kindOf(run, repository);
    if (wrong) return { refusal: wrong };

    const requests = await this.#requestsFrom(run, repository);
    const merged = requests.find(
      (one): one is Merged =>
        one.merged_at !== null && one.base.ref === branch && one.head.sha === run.head_sha,
    );
    if (!merged) {
      return { refusal: `no pull request with its commit was merged into ${branch}` };
    }
    const approved_at = await this.#approvedAt(run, merged);
    const refusal =
      tooLate(run, artifact.created_at, merged, approved_at) ??
      (await this.#mayBeOfAnother(run, merged, requests));
    if (refusal) return { refusal };
    const { number, head, base, merged_at } = merged;
    const reviewed_at = approved_at ?? merged_at;
    return { merged: { number, head: head.sha, base: base.sha, reviewed_at } };
  }

  async #requestsFrom(run: Run, repository: number): Promise<PullRequest[]> {
    const owner = this.repository.split("/")[2];
    const query = new URLSearchParams({
      state: "all",
      head: `${owner}:${run.head_branch}`,
      per_page: "100",
    });
    const found: PullRequest[] = [];
    const path = `/pulls?${query}`;
    for await (const one of this.#list(path, "list the pull requests", pullRequest)) {
      if (one.head.repo?.id === repository) found.push(one);
    }
    return found;
  }

  async #mayBeOfAnother(
    run: Run,
    merged: Merged,
    requests: readonly PullRequest[],
  ): Promise<string | undefined> {
    // One that is closed has runs too, when somebody gives it a label; its commit does not change then.
    const other = requests.find(
      ({ number, created_at, closed_at, head }) =>
        number !== merged.number &&
        !isBefore(run.created_at, created_at) &&
        (head.sha === run.head_sha || closed_at === null || !isBefore(closed_at, run.created_at)),
    );
    if (other) {
      return `its branch had a second pull request with it, #${other.number}, and a run does not tell of which one it is`;
    }
    const path = `/issues/${merged.number}/events?per_page=100`;
    for await (const { event, created_at } of this.#list(path, "list the events", issueEvent)) {
      if (TURNED.includes(event) && !isBefore(created_at, run.created_at)) {
        return `#${merged.number} was against another branch when it was planned`;
      }
    }
    return undefined;
  }

  /** When the commits of a run were approved first. */
  async #approvedAt(run: Run, { number }: Merged): Promise<string | undefined> {
    const approvals: string[] = [];
    const path = `/pulls/${number}/reviews?per_page=100`;
    for await (const { state, commit_id, submitted_at } of this.#list(path, REVIEWS, review)) {
      const approves = state === "APPROVED" && commit_id === run.head_sha;
      if (approves && submitted_at) approvals.push(submitted_at);
    }
    return approvals.sort()[0];
  }

  #list<T>(path: string, what: string, schema: z.ZodType<T>): AsyncIterable<T> {
    return this.client.pages(this.#get(path, what, PULL_REQUESTS), z.array(schema));
  }

  #get(path: string, what: string, needs: string) {
    return { path: `${this.repository}${path}`, what, needs };
  }
}

/** By somebody, or by GitHub itself when the other branch is merged and deleted. */
const TURNED = ["base_ref_changed", "automatic_base_change_succeeded"];

const METADATA = "`metadata: read`";
const ACTIONS = "`actions: read`";
const PULL_REQUESTS = "`pull-requests: read`";
const REVIEWS = "list the reviews";

function kindOf(run: Run, repository: number): string | undefined {
  // A fork, and a branch of it, can be called anything.
  if (run.repository.id !== repository || run.head_repository?.id !== repository) {
    return "its run is of a fork";
  }
  if (run.event !== "pull_request") return `its run is of the event ${run.event}`;
  const [path] = run.path.split("@");
  if (path !== PLAN_WORKFLOW) return `its run is of the workflow ${path}`;
  return run.head_branch ? undefined : "its run is of no branch";
}

function tooLate(
  { run_started_at }: Run,
  uploaded: string,
  { number, merged_at }: Merged,
  approved_at: string | undefined,
): string | undefined {
  if (!isBefore(run_started_at, merged_at)) {
    return `its run started after #${number} was merged`;
  }
  if (!isBefore(uploaded, merged_at)) return `it was uploaded after #${number} was merged`;
  // An approval is of what was there. A run that starts afterwards, by a re-run, or because somebody has
  // edited or reopened the request, may have planned something else.
  return approved_at === undefined || isBefore(run_started_at, approved_at)
    ? undefined
    : `its run started after the approval of #${number}`;
}
