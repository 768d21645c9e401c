import * as z from "zod";
import { artifactName } from "../configuration-digest";
import {
  DRIFT_LABEL,
  DRIFT_TITLE,
  type Forge,
  type Placed,
  type ReviewedPlan,
  type WantedPlan,
} from "./forge";
import { type Entry, findOwn, keepOne, mark, type Place } from "./one-text";
import { planInArchive } from "./plan-archive";
import { RestClient, type RestClientOptions } from "./rest-client";

const entry = z
  .object({
    id: z.number(),
    number: z.number().optional(),
    body: z.string().nullable(),
    html_url: z.string(),
    user: z.object({ login: z.string() }).nullable(),
    pull_request: z.unknown().optional(),
  })
  .transform(({ id, number, body, html_url, user, pull_request }) => ({
    id: number ?? id,
    body: body ?? "",
    url: html_url,
    author: withoutSuffix(user?.login ?? ""),
    isPullRequest: pull_request !== undefined,
  }));

const viewer = z.object({ data: z.object({ viewer: z.object({ login: z.string() }) }) });

const artifact = z.object({
  id: z.number(),
  expired: z.boolean(),
  created_at: z.string(),
  workflow_run: z
    .object({
      id: z.number(),
      repository_id: z.number(),
      head_repository_id: z.number().nullable(),
      head_branch: z.string().nullable(),
      head_sha: z.string(),
    })
    .nullable(),
});

const artifacts = z
  .object({ artifacts: z.array(artifact) })
  .transform(({ artifacts: list }) => list);

const pullRequest = z.object({
  merged_at: z.string().nullable(),
  head: z.object({ sha: z.string() }),
});

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
  /** The branch that this job runs for. @throws where there is none */
  readonly branch: () => string;
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

  async comment(text: string, number = this.options.pullRequest()): Promise<Placed> {
    const comments = this.#comments(number, "`pull-requests: write`");
    return keepOne(comments, await this.#author(), mark("plan"), text);
  }

  async openDriftIssue(text: string): Promise<Placed> {
    return keepOne(this.#driftIssues(), await this.#author(), mark("drift"), text);
  }

  async closeDriftIssue(text: string): Promise<string | undefined> {
    const open = await findOwn(this.#driftIssues(), await this.#author(), mark("drift"));
    if (!open) return undefined;
    await this.#comments(open.id, "`issues: write`").create(text);
    await this.#updateIssue(open, "close the issue", {
      state: "closed",
      state_reason: "completed",
    });
    return open.url;
  }

  async reviewedPlan(wanted: WantedPlan): Promise<ReviewedPlan | undefined> {
    const needs = "`actions: read`";
    const name = artifactName(wanted.stack, wanted.configuration);
    const path = `${this.#repository}/actions/artifacts?per_page=100&name=${encodeURIComponent(name)}`;
    const found: z.infer<typeof artifact>[] = [];
    const list = this.#client.pages({ path, what: "list the artefacts", needs }, artifacts);
    for await (const one of list) if (!one.expired && isOwn(one)) found.push(one);
    found.sort((a, b) => b.created_at.localeCompare(a.created_at));
    for (const { id, workflow_run } of found) {
      if (!(await this.#isMerged(workflow_run))) continue;
      const zip = `${this.#repository}/actions/artifacts/${id}/zip`;
      const what = `download the artefact ${name}`;
      const plan = planInArchive(
        await this.#client.download({ path: zip, what, needs }),
        wanted,
        `the artefact ${name}`,
      );
      const { server, repository } = this.options;
      if (plan) return { ...plan, url: `${server}/${repository}/actions/runs/${workflow_run?.id}` };
    }
    return undefined;
  }

  /**
   * Whether these commits came to this branch by a pull request. Another one that is open may have the
   * same configuration, and a newer plan, which nobody has reviewed.
   */
  async #isMerged(run: z.infer<typeof artifact>["workflow_run"]): Promise<boolean> {
    if (!run?.head_branch) return false;
    const [owner] = this.options.repository.split("/");
    const query = new URLSearchParams({
      state: "closed",
      base: this.options.branch(),
      head: `${owner}:${run.head_branch}`,
      per_page: "100",
    });
    const call = {
      path: `${this.#repository}/pulls?${query}`,
      what: "list the pull requests",
      needs: "`pull-requests: read`",
    };
    for await (const { merged_at, head } of this.#client.pages(call, z.array(pullRequest))) {
      if (merged_at !== null && head.sha === run.head_sha) return true;
    }
    return false;
  }

  /** Who this job writes as. The REST API does not tell that to a job's own token. */
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
        // To GitHub, a pull request is an issue too.
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

/** A run of a fork can name its artefacts as it likes. */
function isOwn({ workflow_run: run }: z.infer<typeof artifact>): boolean {
  return run !== null && run.head_repository_id === run.repository_id;
}

/** The APIs do not agree on whether a bot's name ends in this. */
function withoutSuffix(login: string): string {
  return login.replace(/\[bot\]$/, "");
}
