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
  updated_at: string;
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
  updated_at: string;
  pull_request?: object;
}

export interface Artifact {
  id: number;
  name: string;
  expired: boolean;
  created_at: string;
  workflow_run: { id: number } | null;
  zip: Uint8Array;
}

export interface Run {
  id: number;
  event: string;
  path: string;
  head_branch: string | null;
  head_sha: string;
  created_at: string;
  run_attempt: number;
  run_started_at: string;
  repository: { id: number };
  head_repository: { id: number } | null;
}

export interface PullRequest {
  number: number;
  created_at: string;
  closed_at: string | null;
  merged_at: string | null;
  head: { ref: string; sha: string; repo: { id: number } | null };
  base: { ref: string; sha: string };
}

interface Review {
  request: number;
  state: string;
  commit_id: string;
  submitted_at: string;
}

/** A moment of the day on which all of this happens. */
export const at = (time: string) => `2030-01-01T${time}:00Z`;

/** This repository; a fork of it is number 8. */
const OWN = { id: 7 };

/** What GitHub has, as far as the pipeline asks for it. */
export class GitHubStandIn {
  readonly comments: Comment[] = [];
  readonly issues: Issue[] = [];
  readonly artifacts: Artifact[] = [];
  readonly runs: Run[] = [];
  readonly pullRequests: PullRequest[] = [];
  readonly reviews: Review[] = [];
  /** That of the default branch. */
  newestCommit = "d".repeat(40);
  readonly events: { request: number; event: string; created_at: string }[] = [];
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
    [`GET ${REPOSITORY}/commits/HEAD`]: () => ({ status: 200, body: { sha: this.newestCommit } }),
    [`GET ${REPOSITORY}`]: () => ({ status: 200, body: { ...OWN, default_branch: "main" } }),
    [`GET ${REPOSITORY}/actions/runs/(\\d+)`]: ({ parts: [id] }) => {
      const found = this.runs.find((run) => run.id === Number(id));
      return found ? { status: 200, body: found } : { status: 404 };
    },
    // As GitHub does: by the branch's name alone, whichever commits it had.
    [`GET ${REPOSITORY}/pulls`]: ({ query }) => {
      const state = query.get("state") ?? "open";
      if (!["open", "closed", "all"].includes(state)) return { status: 422 };
      const list = this.pullRequests
        .filter(({ closed_at }) => state === "all" || (state === "open") === (closed_at === null))
        .filter(({ base }) => [null, base.ref].includes(query.get("base")))
        .filter(({ head }) => `platform:${head.ref}` === query.get("head"));
      return this.api.page(`${REPOSITORY}/pulls`, query, list);
    },
    [`GET ${REPOSITORY}/pulls/(\\d+)/reviews`]: ({ parts: [number], query }) => {
      const list = this.reviews.filter(({ request }) => request === Number(number));
      return this.api.page(`${REPOSITORY}/pulls/${number}/reviews`, query, list);
    },
    [`GET ${REPOSITORY}/issues/(\\d+)/events`]: ({ parts: [number], query }) => {
      const list = this.events.filter(({ request }) => request === Number(number));
      return this.api.page(`${REPOSITORY}/issues/${number}/events`, query, list);
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
      GITHUB_SHA: "d".repeat(40),
      GITHUB_TOKEN: TOKEN,
    };
  }

  addComment(issue: number, body: string, login: string, updated_at = at("10:30")): Comment {
    const id = 100 + this.comments.length;
    const html_url = `https://github.com/platform/ecr-cache/pull/${issue}#issuecomment-${id}`;
    const comment = { id, issue, body, user: { login }, html_url, updated_at };
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
      updated_at: at("10:30"),
      ...(pullRequest && { pull_request: {} }),
    };
    this.issues.push(issue);
    return issue;
  }

  /** Everything that was planned and said so far. */
  forget(): void {
    for (const list of [this.pullRequests, this.artifacts, this.runs, this.comments]) {
      list.length = 0;
    }
  }

  /** A pull request from a branch of this repository into main, merged at noon. */
  addPullRequest(also: Partial<PullRequest> = {}): PullRequest {
    const request: PullRequest = {
      number: 3,
      created_at: at("08:00"),
      closed_at: at("12:00"),
      merged_at: at("12:00"),
      head: { ref: "change", sha: "a".repeat(40), repo: OWN },
      base: { ref: "main", sha: "b".repeat(40) },
      ...also,
    };
    this.pullRequests.push(request);
    return request;
  }

  /** What a run of plan.yml for that pull request has uploaded, unless told otherwise. */
  addArtifact(
    name: string,
    zip: Uint8Array,
    { run = {}, ...also }: Partial<Artifact> & { run?: Partial<Run> } = {},
  ): void {
    const id = 1 + this.artifacts.length;
    const minute = String(id).padStart(2, "0");
    const made: Run = {
      id: 500 + id,
      event: "pull_request",
      path: ".github/workflows/plan.yml",
      head_branch: "change",
      head_sha: "a".repeat(40),
      created_at: at(`09:${minute}`),
      run_attempt: 1,
      run_started_at: run.created_at ?? at(`09:${minute}`),
      repository: OWN,
      head_repository: OWN,
      ...run,
    };
    this.runs.push(made);
    this.artifacts.push({
      ...{ id, name, expired: false, created_at: at(`10:${minute}`) },
      ...{ workflow_run: { id: made.id }, zip, ...also },
    });
  }
}

function tooLong(body: unknown) {
  if (String(body).length <= 65_536) return undefined;
  return { status: 422, body: { message: "Body is too long (maximum is 65536 characters)" } };
}
