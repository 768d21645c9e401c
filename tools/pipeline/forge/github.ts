import * as z from "zod";
import { artifactName } from "../configuration-digest";
import {
  DRIFT_LABEL,
  DRIFT_TITLE,
  type Forge,
  type Published,
  type ReviewSearch,
  type WantedPlan,
} from "./forge";
import { GitHubReview } from "./github-review";
import { type ArchivedPlan, planInArchive } from "./plan-archive";
import { RestClient, type RestClientOptions } from "./rest-client";
import { commentProblem, disagreement } from "./reviewed-request";
import { createOrUpdate, type Entry, findOwn, marker, type Place, textOf } from "./sticky-text";

const entry = z
  .object({
    id: z.number(),
    number: z.number().optional(),
    body: z.string().nullable(),
    html_url: z.string(),
    updated_at: z.string(),
    user: z.object({ login: z.string() }).nullable(),
    pull_request: z.unknown().optional(),
  })
  .transform(({ id, number, body, html_url, updated_at, user, pull_request }) => ({
    id: number ?? id,
    body: body ?? "",
    url: html_url,
    updated_at,
    author: withoutSuffix(user?.login ?? ""),
    isPullRequest: pull_request !== undefined,
  }));

const viewer = z.object({ data: z.object({ viewer: z.object({ login: z.string() }) }) });

const artifact = z.object({
  id: z.number(),
  expired: z.boolean(),
  created_at: z.string(),
  workflow_run: z.object({ id: z.number() }).nullable(),
});

const artifacts = z
  .object({ artifacts: z.array(artifact) })
  .transform(({ artifacts: list }) => list);

export interface GitHubOptions extends Pick<RestClientOptions, "wait"> {
  /** `https://api.github.com`, or `https://HOST/api/v3`. */
  readonly api: string;
  readonly graphql: string;
  /** `https://github.com` */
  readonly server: string;
  /** `owner/name` */
  readonly repository: string;
  readonly token: string;
  /** The pull request that this job runs for. @throws where there is none */
  readonly pullRequest: () => number;
}

/** @see https://docs.github.com/en/rest */
export class GitHub implements Forge {
  readonly #client: RestClient;
  readonly #repository: string;

  constructor(private readonly options: GitHubOptions) {
    this.#repository = `/repos/${options.repository}`;
    this.#client = new RestClient({
      name: "GitHub",
      base: options.api,
      headers: {
        authorization: `Bearer ${options.token}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
      },
      tokenHint: "The token in GITHUB_TOKEN is not valid, or has expired with its job.",
      wait: options.wait,
    });
  }

  async comment(text: string, number = this.options.pullRequest()): Promise<Published> {
    const comments = this.#comments(number, "`pull-requests: write`");
    return createOrUpdate(comments, await this.#author(), marker("plan"), text);
  }

  async openDriftIssue(text: string): Promise<Published> {
    return createOrUpdate(this.#driftIssues(), await this.#author(), marker("drift"), text);
  }

  async closeDriftIssue(text: string): Promise<string | undefined> {
    const open = await findOwn(this.#driftIssues(), await this.#author(), marker("drift"));
    if (!open) return undefined;
    await this.#comments(open.id, "`issues: write`").create(text);
    await this.#updateIssue(open, "close the issue", {
      state: "closed",
      state_reason: "completed",
    });
    return open.url;
  }

  async reviewedPlan(wanted: WantedPlan): Promise<ReviewSearch> {
    const needs = "`actions: read`";
    const name = artifactName(wanted.stack, wanted.configuration);
    const path = `${this.#repository}/actions/artifacts?per_page=100&name=${encodeURIComponent(name)}`;
    const found: z.infer<typeof artifact>[] = [];
    const list = this.#client.pages({ path, what: "list the artefacts", needs }, artifacts);
    for await (const one of list) if (!one.expired) found.push(one);
    found.sort((a, b) => b.created_at.localeCompare(a.created_at));
    const review = new GitHubReview(this.#client, this.#repository);
    const refused: string[] = [];
    for (const { id, created_at, workflow_run } of found) {
      if (!workflow_run) continue;
      const { server, repository } = this.options;
      const url = `${server}/${repository}/actions/runs/${workflow_run.id}`;
      const reviewed = await review.of({ run: workflow_run.id, created_at });
      if ("refusal" in reviewed) {
        refused.push(`${url}: ${reviewed.refusal}`);
        continue;
      }
      const plan = await this.#download(id, name, wanted);
      if (!plan) continue;
      const comments = this.#comments(reviewed.merged.number, "`pull-requests: read`");
      const comment = await findOwn(comments, await this.#author(), marker("plan"));
      const refusal =
        disagreement(plan, reviewed.merged) ?? commentProblem(comment, reviewed.merged);
      if (refusal || !comment) refused.push(`${url}: ${refusal}`);
      else return { plan: { ...plan, url, comment: textOf(comment, marker("plan")) }, refused };
    }
    return { refused };
  }

  async newestCommit(): Promise<string> {
    const needs = "`contents: read`";
    // Without a name, this is of the default branch.
    const path = `${this.#repository}/commits/HEAD`;
    const call = { path, what: "look at the newest commit", needs };
    return (await this.#client.json(call, z.object({ sha: z.string() }))).sha;
  }

  async #download(id: number, name: string, wanted: WantedPlan): Promise<ArchivedPlan | undefined> {
    const path = `${this.#repository}/actions/artifacts/${id}/zip`;
    const what = `download the artefact ${name}`;
    const archive = await this.#client.download({ path, what, needs: "`actions: read`" });
    return planInArchive(archive, wanted, `the artefact ${name}`);
  }

  /** The user that this job writes as, which the REST API does not return for the token of a job. */
  async #author(): Promise<string> {
    const call = {
      method: "POST",
      path: this.options.graphql,
      body: { query: "query { viewer { login } }" },
      repeatable: true,
      what: "tell whose token it is",
      needs: "`contents: read`",
    } as const;
    const { data } = await this.#client.json(call, viewer);
    return withoutSuffix(data.viewer.login);
  }

  #comments(number: number, needs: string): Place {
    const client = this.#client;
    const comments = `${this.#repository}/issues/${number}/comments`;
    const one = (id: number) => `${this.#repository}/issues/comments/${id}`;
    return {
      list: () =>
        client.pages(
          { path: `${comments}?per_page=100`, what: "list the comments", needs },
          z.array(entry),
        ),
      create: (body) =>
        client.json(
          { method: "POST", path: comments, body: { body }, what: "write the comment", needs },
          entry,
        ),
      update: ({ id }, body) =>
        client.json(
          { method: "PATCH", path: one(id), body: { body }, what: "update the comment", needs },
          entry,
        ),
    };
  }

  #driftIssues(): Place {
    const client = this.#client;
    const needs = "`issues: write`";
    const issues = `${this.#repository}/issues`;
    const open = `${issues}?state=open&labels=${DRIFT_LABEL}&per_page=100`;
    return {
      async *list() {
        const all = client.pages({ path: open, what: "list the issues", needs }, z.array(entry));
        // In the API of GitHub, a pull request is also an issue.
        for await (const one of all) if (!one.isPullRequest) yield one;
      },
      create: (body) => {
        const content = { title: DRIFT_TITLE, body, labels: [DRIFT_LABEL] };
        const what = "open the issue";
        return client.json({ method: "POST", path: issues, body: content, what, needs }, entry);
      },
      update: (issue, body) => this.#updateIssue(issue, "update the issue", { body }),
    };
  }

  #updateIssue({ id }: Entry, what: string, body: object): Promise<Entry> {
    const path = `${this.#repository}/issues/${id}`;
    return this.#client.json(
      { method: "PATCH", path, body, what, needs: "`issues: write`" },
      entry,
    );
  }
}

/** Only one of the two APIs appends this suffix to the name of a bot. */
function withoutSuffix(login: string): string {
  return login.replace(/\[bot\]$/, "");
}
