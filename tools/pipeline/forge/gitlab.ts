import * as z from "zod";
import {
  DRIFT_LABEL,
  DRIFT_TITLE,
  type Forge,
  type Published,
  type ReviewSearch,
  type WantedPlan,
} from "./forge";
import { GitLabReview } from "./gitlab-review";
import { type ArchivedPlan, planInArchive } from "./plan-archive";
import { type Call, RestClient, type RestClientOptions } from "./rest-client";
import { commentProblem, disagreement } from "./reviewed-request";
import { createOrUpdate, type Entry, findOwn, marker, type Place, textOf } from "./sticky-text";

const author = z.object({ id: z.number() });

const note = z.object({ id: z.number(), body: z.string(), author, updated_at: z.string() });

const issue = z
  .object({
    iid: z.number(),
    description: z.string().nullable(),
    author,
    web_url: z.string(),
    updated_at: z.string(),
  })
  .transform(
    ({ iid, description, author: { id }, web_url, updated_at }): Entry => ({
      updated_at,
      id: iid,
      body: description ?? "",
      author: String(id),
      url: web_url,
    }),
  );

/** What the token needs; GitLab has no narrower scopes for these operations. */
const API = "scope `api`, and the role Developer in the project";

export interface GitLabOptions extends Pick<RestClientOptions, "wait"> {
  /** `https://gitlab.com/api/v4` */
  readonly api: string;
  /** `https://gitlab.com` and the project's path. */
  readonly projectUrl: string;
  readonly projectId: number;
  readonly token: string;
  /** The merge request that this job runs for. @throws where there is none */
  readonly mergeRequest: () => number;
  /** The commit that this job runs for. @throws where there is none */
  readonly commit: () => string;
  /** The default branch. @throws where there is none */
  readonly branch: () => string;
}

/** @see https://docs.gitlab.com/api/rest/ */
export class GitLab implements Forge {
  readonly #client: RestClient;
  readonly #project: string;

  constructor(private readonly options: GitLabOptions) {
    this.#project = `/projects/${options.projectId}`;
    this.#client = new RestClient({
      name: "GitLab",
      base: options.api,
      headers: { "private-token": options.token },
      tokenHint: `The token in GITLAB_TOKEN is not valid or has expired: it must be a project access token with ${API}.`,
      wait: options.wait,
    });
  }

  async comment(text: string, number = this.options.mergeRequest()): Promise<Published> {
    const url = `${this.options.projectUrl}/-/merge_requests/${number}`;
    const notes = this.#notes(`${this.#project}/merge_requests/${number}/notes`, url);
    return createOrUpdate(notes, await this.#author(), marker("plan"), text);
  }

  async openDriftIssue(text: string): Promise<Published> {
    return createOrUpdate(this.#driftIssues(), await this.#author(), marker("drift"), text);
  }

  async closeDriftIssue(text: string): Promise<string | undefined> {
    const open = await findOwn(this.#driftIssues(), await this.#author(), marker("drift"));
    if (!open) return undefined;
    await this.#notes(`${this.#project}/issues/${open.id}/notes`, open.url).create(text);
    await this.#updateIssue(open, "close the issue", { state_event: "close" });
    return open.url;
  }

  /** Looks through the plan jobs of the merge request that the commit came with, newest first. */
  async reviewedPlan(wanted: WantedPlan): Promise<ReviewSearch> {
    const review = new GitLabReview(this.#client, this.options);
    const refused: string[] = [];
    for await (const { jobs, refusals, ...request } of review.of(this.options.commit())) {
      refused.push(...refusals);
      const { number } = request;
      const page = `${this.options.projectUrl}/-/merge_requests/${number}`;
      const notes = this.#notes(`${this.#project}/merge_requests/${number}/notes`, page);
      for (const { id, web_url: url } of jobs) {
        const plan = await this.#download(id, wanted);
        if (!plan) continue;
        const comment = await findOwn(notes, await this.#author(), marker("plan"));
        const refusal = disagreement(plan, request) ?? commentProblem(comment, request);
        if (refusal || !comment) refused.push(`${url}: ${refusal}`);
        else return { plan: { ...plan, url, comment: textOf(comment, marker("plan")) }, refused };
      }
    }
    return { refused };
  }

  async newestCommit(): Promise<string> {
    const branch = encodeURIComponent(this.options.branch());
    const path = `${this.#project}/repository/branches/${branch}`;
    const call = { path, what: "look at the newest commit", needs: API };
    const answer = z.object({ commit: z.object({ id: z.string() }) });
    return (await this.#client.json(call, answer)).commit.id;
  }

  async #download(job: number, wanted: WantedPlan): Promise<ArchivedPlan | undefined> {
    const path = `${this.#project}/jobs/${job}/artifacts`;
    const what = `download the artefacts of the job ${job}`;
    const archive = await this.#client.download({ path, what, needs: API });
    return planInArchive(archive, wanted, `the archive of the job ${job}`);
  }

  #list<T>(path: string, what: string, schema: z.ZodType<T>): AsyncIterable<T> {
    const query = `${path.includes("?") ? "&" : "?"}per_page=100`;
    const call = { path: `${this.#project}${path}${query}`, what, needs: API };
    return this.#client.pages(call, z.array(schema));
  }

  async #author(): Promise<string> {
    const call = { path: "/user", what: "tell whose token it is", needs: API };
    return String((await this.#client.json(call, author)).id);
  }

  #notes(path: string, page: string): Place {
    const entryOf = ({ author: { id: by }, id, ...rest }: z.infer<typeof note>): Entry => ({
      ...rest,
      id,
      author: String(by),
      url: `${page}#note_${id}`,
    });
    const write = async (call: Pick<Call, "method" | "path" | "what">, body: string) =>
      entryOf(await this.#client.json({ ...call, body: { body }, needs: API }, note));
    const client = this.#client;
    return {
      async *list() {
        const call = { path: `${path}?per_page=100`, what: "list the comments", needs: API };
        for await (const one of client.pages(call, z.array(note))) yield entryOf(one);
      },
      create: (body) => write({ method: "POST", path, what: "write the comment" }, body),
      update: ({ id }, body) =>
        write({ method: "PUT", path: `${path}/${id}`, what: "update the comment" }, body),
    };
  }

  #driftIssues(): Place {
    return {
      list: () =>
        this.#list(`/issues?state=opened&labels=${DRIFT_LABEL}`, "list the issues", issue),
      create: (description) => {
        const content = { title: DRIFT_TITLE, description, labels: DRIFT_LABEL };
        const path = `${this.#project}/issues`;
        const call = { method: "POST", path, body: content, what: "open the issue", needs: API };
        return this.#client.json(call as Call, issue);
      },
      update: (entry, description) => this.#updateIssue(entry, "update the issue", { description }),
    };
  }

  #updateIssue({ id }: Entry, what: string, body: object): Promise<Entry> {
    const path = `${this.#project}/issues/${id}`;
    return this.#client.json({ method: "PUT", path, body, what, needs: API }, issue);
  }
}
