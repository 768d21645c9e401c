import { mistaken, StandIn } from "./stand-in";

export const TOKEN = "not-a-real-github-token";
const REPOSITORY = "/repos/platform/ecr-cache";
const BOT = "github-actions[bot]";

interface Comment {
  id: number;
  issue: number;
  body: string;
  user: { login: string };
  html_url: string;
}

interface Issue {
  number: number;
  id: number;
  title: string;
  body: string;
  state: string;
  labels: string[];
  user: { login: string };
  html_url: string;
  pull_request?: object;
}

export interface Artifact {
  id: number;
  name: string;
  expired: boolean;
  created_at: string;
  workflow_run: {
    id: number;
    repository_id: number;
    head_repository_id: number;
    head_branch: string;
    head_sha: string;
  } | null;
  zip: Uint8Array;
}

export interface PullRequest {
  head: { ref: string; sha: string };
  base: { ref: string };
  merged_at: string | null;
}

/** What GitHub has, as far as the pipeline asks for it. */
export class GitHubStandIn {
  readonly comments: Comment[] = [];
  readonly issues: Issue[] = [];
  readonly artifacts: Artifact[] = [];
  readonly pullRequests: PullRequest[] = [];
  /** Where the files are: another server, which takes no token. */
  readonly storage = new StandIn((headers) => headers.authorization === undefined, {
    "GET /signed/(\\d+)": ({ parts: [id] }) => {
      const found = this.artifacts.find((one) => one.id === Number(id));
      return found ? { status: 200, body: found.zip } : { status: 404 };
    },
  });
  readonly api: StandIn = new StandIn((headers) => headers.authorization === `Bearer ${TOKEN}`, {
    "POST /graphql": ({ body }) =>
      String(body["query"]).includes("viewer")
        ? { status: 200, body: { data: { viewer: { login: BOT } } } }
        : { status: 422 },
    [`GET ${REPOSITORY}/issues/(\\d+)/comments`]: ({ parts: [issue], query }) => {
      const list = this.comments.filter((one) => one.issue === Number(issue));
      return this.api.page(`${REPOSITORY}/issues/${issue}/comments`, query, list);
    },
    [`POST ${REPOSITORY}/issues/(\\d+)/comments`]: ({ parts: [issue], body }) =>
      mistaken(body, { body: "string" }) ??
      tooLong(body["body"]) ?? {
        status: 201,
        body: this.addComment(Number(issue), String(body["body"]), BOT),
      },
    [`PATCH ${REPOSITORY}/issues/comments/(\\d+)`]: ({ parts: [id], body }) => {
      const found = this.comments.find((one) => one.id === Number(id));
      if (!found) return { status: 404 };
      const problem = mistaken(body, { body: "string" }) ?? tooLong(body["body"]);
      if (!problem) found.body = String(body["body"]);
      return problem ?? { status: 200, body: found };
    },
    [`GET ${REPOSITORY}/issues`]: ({ query }) => {
      const label = query.get("labels") ?? "";
      const list = this.issues.filter(
        ({ state, labels }) => state === query.get("state") && labels.includes(label),
      );
      return this.api.page(`${REPOSITORY}/issues`, query, list);
    },
    [`POST ${REPOSITORY}/issues`]: ({ body }) =>
      mistaken(body, { title: "string", body: "string", labels: "list?" }) ?? {
        status: 201,
        body: this.addIssue(String(body["body"]), BOT, body["labels"] as string[]),
      },
    [`PATCH ${REPOSITORY}/issues/(\\d+)`]: ({ parts: [number], body }) => {
      const found = this.issues.find((one) => one.number === Number(number));
      if (!found) return { status: 404 };
      const members = { body: "string?", state: "string?", state_reason: "string?" } as const;
      const problem = mistaken(body, members);
      if (!problem) Object.assign(found, body);
      return problem ?? { status: 200, body: found };
    },
    [`GET ${REPOSITORY}/actions/artifacts`]: ({ query }) => {
      const list = this.artifacts
        .filter(({ name }) => name === query.get("name"))
        .map(({ zip: _, ...artifact }) => artifact);
      const page = this.api.page(`${REPOSITORY}/actions/artifacts`, query, list);
      return { ...page, body: { total_count: list.length, artifacts: page.body } };
    },
    [`GET ${REPOSITORY}/pulls`]: ({ query }) => {
      if (query.get("state") !== "closed") return { status: 422 };
      const list = this.pullRequests
        .filter(({ base }) => base.ref === query.get("base"))
        .filter(({ head }) => `platform:${head.ref}` === query.get("head"));
      return this.api.page(`${REPOSITORY}/pulls`, query, list);
    },
    [`GET ${REPOSITORY}/actions/artifacts/(\\d+)/zip`]: ({ parts: [id] }) => ({
      status: 302,
      headers: { location: `${this.storage.base}/signed/${id}` },
    }),
  });

  async start(): Promise<void> {
    await Promise.all([this.api.start(), this.storage.start()]);
  }

  async stop(): Promise<void> {
    await Promise.all([this.api.stop(), this.storage.stop()]);
  }

  /** The environment of a job of GitHub Actions. */
  get environment(): NodeJS.ProcessEnv {
    return {
      GITHUB_ACTIONS: "true",
      GITHUB_API_URL: this.api.base,
      GITHUB_GRAPHQL_URL: `${this.api.base}/graphql`,
      GITHUB_REPOSITORY: "platform/ecr-cache",
      GITHUB_REF_NAME: "main",
      GITHUB_TOKEN: TOKEN,
    };
  }

  addComment(issue: number, body: string, login: string): Comment {
    const id = 100 + this.comments.length;
    const html_url = `https://github.com/platform/ecr-cache/pull/${issue}#issuecomment-${id}`;
    const comment = { id, issue, body, user: { login }, html_url };
    this.comments.push(comment);
    return comment;
  }

  addIssue(body: string, login: string, labels: string[] = [], pullRequest = false): Issue {
    const number = 10 + this.issues.length;
    const issue = {
      number,
      id: 9000 + number,
      title: "",
      body,
      state: "open",
      labels,
      user: { login },
      html_url: `https://github.com/platform/ecr-cache/issues/${number}`,
      ...(pullRequest && { pull_request: {} }),
    };
    this.issues.push(issue);
    return issue;
  }

  /** What a pull request kept that has been merged since, unless `request` says otherwise. */
  addArtifact(
    name: string,
    zip: Uint8Array,
    also: Partial<Artifact> = {},
    request: Partial<PullRequest> = {},
  ): void {
    const id = 1 + this.artifacts.length;
    const created_at = `2030-01-01T00:00:${String(id).padStart(2, "0")}Z`;
    const head = { ref: `change/${id}`, sha: String(id).repeat(40) };
    const base = { ref: "main" };
    this.pullRequests.push({ head, base, merged_at: created_at, ...request });
    const run = { id: 500 + id, repository_id: 7, head_repository_id: 7 };
    const workflow_run = { ...run, head_branch: head.ref, head_sha: head.sha };
    this.artifacts.push({ id, name, expired: false, created_at, workflow_run, zip, ...also });
  }
}

function tooLong(body: unknown) {
  if (String(body).length <= 65_536) return undefined;
  return { status: 422, body: { message: "Body is too long (maximum is 65536 characters)" } };
}
