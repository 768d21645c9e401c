import { mistaken, StandIn } from "./stand-in";

const TOKEN = "not-a-real-gitlab-token";
const PROJECT = "/projects/42";
const BOT = 77;
const PAGE = "https://gitlab.example/platform/ecr-cache";

interface Note {
  id: number;
  body: string;
  author: { id: number };
  updated_at: string;
}

interface Issue {
  iid: number;
  description: string;
  state: string;
  labels: string[];
  author: { id: number };
  web_url: string;
  updated_at: string;
  notes: Note[];
}

interface Job {
  id: number;
  pipeline: number;
  name: string;
  status: string;
  web_url: string;
  created_at: string;
  finished_at: string | null;
  artifacts_file?: { filename: string };
  zip: Uint8Array;
}

interface Pipeline {
  id: number;
  project_id: number;
  sha: string;
  ref: string;
  source: string;
  created_at: string;
  web_url: string;
}

/** A moment of the day on which all of this happens. */
export const at = (time: string) => `2030-01-01T${time}:00.000Z`;

/** What GitLab has, as far as the pipeline asks for it: one merge request, number 3, merged. */
export class GitLabStandIn {
  readonly notes: Note[] = [];
  readonly issues: Issue[] = [];
  readonly pipelines: Pipeline[] = [];
  /** Merge request 3: from a branch of this project, merged into main at noon. */
  readonly request = {
    iid: 3,
    state: "merged",
    merged_at: at("12:00"),
    sha: "a".repeat(40),
    target_branch: "main",
    source_project_id: 42,
    target_project_id: 42,
    diff_refs: { base_sha: "b".repeat(40), head_sha: "a".repeat(40) },
  };
  /** That of the default branch. */
  newestCommit = "0a1b2c";
  /** When somebody approved it; GitLab before version 18 does not tell. */
  readonly approvals: { approved_at?: string }[] = [];
  readonly jobs: Job[] = [];
  /** Where the files are: another server, which takes no token. */
  readonly storage = new StandIn((headers) => headers["private-token"] === undefined, {
    "GET /signed/(\\d+)": ({ parts: [id] }) => {
      const found = this.jobs.find((one) => one.id === Number(id));
      return found ? { status: 200, body: found.zip } : { status: 404 };
    },
  });
  readonly api: StandIn = new StandIn((headers) => headers["private-token"] === TOKEN, {
    "GET /user": () => ({ status: 200, body: { id: BOT, username: "project_42_bot" } }),
    [`GET ${PROJECT}/merge_requests/3/notes`]: ({ query }) =>
      this.api.page(`${PROJECT}/merge_requests/3/notes`, query, this.notes),
    [`POST ${PROJECT}/merge_requests/3/notes`]: ({ body }) =>
      mistaken(body, { body: "string" }) ?? {
        status: 201,
        body: this.addNote(this.notes, String(body["body"]), BOT),
      },
    [`PUT ${PROJECT}/merge_requests/3/notes/(\\d+)`]: ({ parts: [id], body }) => {
      const found = this.notes.find((one) => one.id === Number(id));
      if (!found) return { status: 404 };
      const problem = mistaken(body, { body: "string" });
      if (!problem) found.body = String(body["body"]);
      return problem ?? { status: 200, body: found };
    },
    [`GET ${PROJECT}/issues`]: ({ query }) => {
      const list = this.issues.filter(
        ({ state, labels }) =>
          state === query.get("state") && labels.includes(query.get("labels") ?? ""),
      );
      return this.api.page(`${PROJECT}/issues`, query, list);
    },
    [`POST ${PROJECT}/issues`]: ({ body }) =>
      mistaken(body, { title: "string", description: "string", labels: "string" }) ?? {
        status: 201,
        body: this.addIssue(String(body["description"]), BOT, String(body["labels"]).split(",")),
      },
    [`PUT ${PROJECT}/issues/(\\d+)`]: ({ parts: [iid], body }) => {
      const found = this.issues.find((one) => one.iid === Number(iid));
      if (!found) return { status: 404 };
      const problem = mistaken(body, { description: "string?", state_event: "string?" });
      if (problem) return problem;
      if (body["state_event"] === "close") found.state = "closed";
      if (body["description"]) found.description = String(body["description"]);
      return { status: 200, body: found };
    },
    [`POST ${PROJECT}/issues/(\\d+)/notes`]: ({ parts: [iid], body }) => {
      const found = this.issues.find((one) => one.iid === Number(iid));
      if (!found) return { status: 404 };
      return (
        mistaken(body, { body: "string" }) ?? {
          status: 201,
          body: this.addNote(found.notes, String(body["body"]), BOT),
        }
      );
    },
    [`GET ${PROJECT}/repository/commits/0a1b2c/merge_requests`]: ({ query }) =>
      this.api.page(`${PROJECT}/repository/commits/0a1b2c/merge_requests`, query, [
        { iid: 2, state: "closed", web_url: `${PAGE}/-/merge_requests/2` },
        { iid: 3, state: this.request.state, web_url: `${PAGE}/-/merge_requests/3` },
      ]),
    [`GET ${PROJECT}/repository/branches/main`]: () => ({
      status: 200,
      body: { commit: { id: this.newestCommit } },
    }),
    [`GET ${PROJECT}/merge_requests/3`]: () => ({ status: 200, body: this.request }),
    [`GET ${PROJECT}/merge_requests/3/approvals`]: () => ({
      status: 200,
      body: { approved_by: this.approvals },
    }),
    [`GET ${PROJECT}/pipelines/(\\d+)`]: ({ parts: [id] }) => {
      const found = this.pipelines.find((one) => one.id === Number(id));
      return found ? { status: 200, body: found } : { status: 404 };
    },
    [`GET ${PROJECT}/merge_requests/3/pipelines`]: ({ query }) =>
      this.api.page(`${PROJECT}/merge_requests/3/pipelines`, query, this.pipelines),
    [`GET ${PROJECT}/pipelines/(\\d+)/jobs`]: ({ parts: [id], query }) => {
      const list = this.jobs
        .filter(
          ({ pipeline, status }) => pipeline === Number(id) && status === query.get("scope[]"),
        )
        .map(({ zip: _, ...job }) => job);
      return this.api.page(`${PROJECT}/pipelines/${id}/jobs`, query, list);
    },
    [`GET ${PROJECT}/jobs/(\\d+)/artifacts`]: ({ parts: [id] }) => ({
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

  /** The environment of a job of GitLab CI. */
  get environment(): NodeJS.ProcessEnv {
    return {
      GITLAB_CI: "true",
      CI_API_V4_URL: this.api.base,
      CI_PROJECT_ID: "42",
      CI_PROJECT_URL: PAGE,
      CI_MERGE_REQUEST_IID: "3",
      CI_COMMIT_SHA: "0a1b2c",
      CI_DEFAULT_BRANCH: "main",
      GITLAB_TOKEN: TOKEN,
    };
  }

  addNote(to: Note[], body: string, author: number, updated_at = at("10:30")): Note {
    const note = { id: 100 + to.length, body, author: { id: author }, updated_at };
    to.push(note);
    return note;
  }

  addIssue(description: string, author: number, labels: string[]): Issue {
    const iid = 10 + this.issues.length;
    const web_url = `${PAGE}/-/issues/${iid}`;
    const state = "opened";
    const issue = { iid, description, state, labels, author: { id: author }, web_url };
    const made: Issue = { ...issue, updated_at: at("10:30"), notes: [] };
    this.issues.push(made);
    return made;
  }

  /** A pipeline of the merge request with one job that has kept something. */
  addJob(zip: Uint8Array, { ran = {}, ...job }: Partial<Job> & { ran?: Partial<Pipeline> } = {}) {
    const id = 500 + this.jobs.length;
    this.pipelines.push({
      ...{ id, project_id: 42, sha: "a".repeat(40), ref: "refs/merge-requests/3/head" },
      ...{ source: "merge_request_event", created_at: at("09:00") },
      ...{ web_url: `${PAGE}/-/pipelines/${id}`, ...ran },
    });
    this.jobs.push({
      ...{ id, pipeline: id, name: "plan", status: "success" },
      ...{ web_url: `${PAGE}/-/jobs/${id}`, created_at: at("09:00"), finished_at: at("09:05") },
      ...{ artifacts_file: { filename: "artifacts.zip" }, zip, ...job },
    });
  }
}
