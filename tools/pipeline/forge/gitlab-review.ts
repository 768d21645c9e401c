import * as z from "zod";
import type { RestClient } from "./rest-client";
import { isBefore, type MergedRequest } from "./reviewed-request";

/** Exactly the job of `.gitlab-ci.yml`: a branch can have others with names of their own. */
const PLAN_JOB = "plan";

const NEEDS = "scope `api`, and the role Developer in the project";

const listedRequest = z.object({ iid: z.number(), state: z.string() });

const mergeRequest = z.object({
  iid: z.number(),
  state: z.string(),
  merged_at: z.string().nullable(),
  sha: z.string(),
  target_branch: z.string(),
  source_project_id: z.number().nullable(),
  target_project_id: z.number(),
  diff_refs: z.object({ base_sha: z.string(), head_sha: z.string() }),
});

const pipeline = z.object({
  id: z.number(),
  project_id: z.number(),
  sha: z.string(),
  ref: z.string(),
  source: z.string(),
  created_at: z.string(),
  web_url: z.string(),
});

const job = z.object({
  id: z.number(),
  name: z.string(),
  web_url: z.string(),
  created_at: z.string(),
  finished_at: z.string().nullable(),
  artifacts_file: z.unknown().optional(),
});

// `approved_at` is new, and where it is missing the merge is the last moment that counts.
const approvals = z.object({
  approved_by: z.array(z.object({ approved_at: z.string().nullish() })),
});

type MergeRequest = z.infer<typeof mergeRequest> & { readonly merged_at: string };
type Pipeline = z.infer<typeof pipeline>;
type Job = z.infer<typeof job>;

/** A merged request, and the jobs that planned what was merged, the newest first. */
export interface PlannedMergeRequest extends MergedRequest {
  readonly jobs: readonly Job[];
  /** Why other pipelines and jobs of it do not count, for people. */
  readonly refusals: readonly string[];
}

/**
 * Tells which jobs have planned the merge requests that brought a commit to the default branch, by what
 * GitLab itself says of them.
 *
 * @see https://docs.gitlab.com/api/merge_requests/
 */
export class GitLabReview {
  readonly #project: string;

  constructor(
    private readonly client: RestClient,
    private readonly options: { readonly projectId: number; readonly branch: () => string },
  ) {
    this.#project = `/projects/${options.projectId}`;
  }

  async *of(commit: string): AsyncGenerator<PlannedMergeRequest> {
    const path = `/repository/commits/${commit}/merge_requests`;
    for await (const listed of this.#list(path, "list the merge requests", listedRequest)) {
      if (listed.state !== "merged") continue;
      const one = await this.#one(
        `/merge_requests/${listed.iid}`,
        "look at a merge request",
        mergeRequest,
      );
      const { iid: number, sha: head, diff_refs } = one;
      const planned = { number, head, base: diff_refs.base_sha };
      const wrong = this.#kindOf(one);
      if (wrong !== undefined || one.merged_at === null) {
        const refusals = [`!${number}: ${wrong ?? "it was not merged"}`];
        yield { ...planned, jobs: [], refusals, reviewed_at: "" };
      } else {
        yield { ...planned, ...(await this.#jobsOf(one as MergeRequest)) };
      }
    }
  }

  #kindOf(one: z.infer<typeof mergeRequest>): string | undefined {
    const { projectId } = this.options;
    const branch = this.options.branch();
    if (one.state !== "merged") return "it was not merged";
    if (one.target_branch !== branch) return `it was merged into ${one.target_branch}`;
    // The pipelines of a fork are its owner's, who decides what they keep.
    const isOwn = one.source_project_id === projectId && one.target_project_id === projectId;
    return isOwn ? undefined : "it is of a fork";
  }

  async #jobsOf(
    request: MergeRequest,
  ): Promise<Omit<PlannedMergeRequest, "number" | "head" | "base">> {
    const approved = await this.#approvedAt(request);
    const ran: Pipeline[] = [];
    const jobs: Job[] = [];
    const refusals: string[] = [];
    const path = `/merge_requests/${request.iid}/pipelines`;
    for await (const { id } of this.#list(
      path,
      "list the pipelines",
      z.object({ id: z.number() }),
    )) {
      const one = await this.#one(`/pipelines/${id}`, "look at a pipeline", pipeline);
      const wrong = this.#pipelineProblem(one, request);
      if (wrong) refusals.push(`${one.web_url}: ${wrong}`);
      else ran.push(one);
    }
    // GitLab does not tell of which commit an approval is: of this one, where its first pipeline was there.
    const [first] = ran.map(({ created_at }) => created_at).sort();
    const wasThere = first !== undefined && approved !== undefined && isBefore(first, approved);
    const reviewed_at = wasThere ? approved : request.merged_at;
    for (const one of ran) {
      for await (const planned of this.#jobsIn(one)) {
        const late = jobProblem(planned, request, reviewed_at);
        if (late) refusals.push(`${planned.web_url}: ${late}`);
        else jobs.push(planned);
      }
    }
    return { reviewed_at, refusals, jobs: jobs.sort((a, b) => b.id - a.id) };
  }

  #pipelineProblem(ran: Pipeline, request: MergeRequest): string | undefined {
    if (ran.project_id !== this.options.projectId) return "its pipeline is of a fork";
    if (ran.source !== "merge_request_event") return `its pipeline is of a ${ran.source}`;
    if (ran.ref !== `refs/merge-requests/${request.iid}/head`) {
      return `its pipeline is of ${ran.ref}`;
    }
    if (ran.sha !== request.sha) {
      return `its pipeline is of ${ran.sha}, and ${request.sha} was merged`;
    }
    return undefined;
  }

  async *#jobsIn({ id }: Pipeline): AsyncGenerator<Job> {
    const path = `/pipelines/${id}/jobs?scope[]=success`;
    for await (const one of this.#list(path, `list the jobs of the pipeline ${id}`, job)) {
      if (one.name === PLAN_JOB && one.artifacts_file) yield one;
    }
  }

  /** When the first approval was given, where GitLab tells it. */
  async #approvedAt({ iid }: MergeRequest): Promise<string | undefined> {
    const path = `/merge_requests/${iid}/approvals`;
    const { approved_by } = await this.#one(path, "list the approvals", approvals);
    return approved_by.flatMap(({ approved_at }) => approved_at ?? []).sort()[0];
  }

  #one<T>(path: string, what: string, schema: z.ZodType<T>): Promise<T> {
    return this.client.json({ path: `${this.#project}${path}`, what, needs: NEEDS }, schema);
  }

  #list<T>(path: string, what: string, schema: z.ZodType<T>): AsyncIterable<T> {
    const query = `${path.includes("?") ? "&" : "?"}per_page=100`;
    const call = { path: `${this.#project}${path}${query}`, what, needs: NEEDS };
    return this.client.pages(call, z.array(schema));
  }
}

function jobProblem(
  { created_at, finished_at }: Job,
  { merged_at }: MergeRequest,
  reviewed_at: string,
): string | undefined {
  if (finished_at === null || !isBefore(finished_at, merged_at)) {
    return "it ended after the merge";
  }
  return isBefore(created_at, reviewed_at) ? undefined : "it was run again after the approval";
}
