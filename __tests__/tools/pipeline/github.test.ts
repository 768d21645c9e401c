import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Forge } from "../../../tools/pipeline/forge/forge";
import { forgeOfJob } from "../../../tools/pipeline/forge/forge-of-job";
import { GitHub } from "../../../tools/pipeline/forge/github";
import { at, GitHubStandIn, type PullRequest, type Run, TOKEN } from "./github-stand-in";
import {
  aRecord,
  archiveOf,
  BASE,
  CONFIGURATION,
  commentOf,
  forged,
  HEAD,
  summaryOf,
} from "./records";

const MARK = "<!-- ecr-pull-through-cache: plan -->";
const NAME = "plan-cache-0123456789abcdef";
const WANTED = { stack: "cache", configuration: CONFIGURATION };
const BOT = "github-actions[bot]";
const PLAN_YML = ".github/workflows/plan.yml";

describe("GitHub", () => {
  let server: GitHubStandIn;
  let gitHub: Forge;
  let waits: number[];

  beforeEach(async () => {
    server = new GitHubStandIn();
    await server.start();
    waits = [];
    gitHub = connected(TOKEN);
  });
  afterEach(() => server.stop());

  function connected(token: string): Forge {
    return new GitHub({
      api: server.api.base,
      graphql: `${server.api.base}/graphql`,
      server: "https://github.com",
      repository: "platform/ecr-cache",
      token,
      pullRequest: () => 3,
      wait: async (milliseconds) => waits.push(milliseconds),
    });
  }

  function approve(submitted_at: string, also = {}): void {
    server.reviews.push({
      ...{ request: 3, state: "APPROVED", commit_id: HEAD, submitted_at },
      ...also,
    });
  }

  const refusal = (call: Promise<unknown>) =>
    call.then(
      () => "accepted",
      (error: Error) => error.message,
    );

  describe("comments", () => {
    it("are made once and then updated, wherever they are in the list", async () => {
      for (let id = 0; id < 5; id++) server.addComment(3, `a remark ${id}`, "someone");
      expect((await gitHub.comment("first")).done).toBe("created");
      server.addComment(3, "an answer", "someone");
      expect(await gitHub.comment("second")).toEqual({
        done: "updated",
        url: "https://github.com/platform/ecr-cache/pull/3#issuecomment-105",
      });
      expect((await gitHub.comment("second")).done).toBe("left as it is");
      const own = server.comments.filter(({ user }) => user.login === BOT);
      expect(own.map(({ body }) => body)).toEqual([`${MARK}\nsecond`]);
      expect(server.api.requests.some((request) => request.includes("page=3"))).toBe(true);
    });

    it("of somebody else are left alone, even with our mark", async () => {
      server.addComment(3, `${MARK}\nnot ours`, "someone");
      server.addComment(3, `> ${MARK}\n> a quotation`, BOT);
      expect((await gitHub.comment("ours")).done).toBe("created");
      expect(server.comments.map(({ body }) => body)).toEqual([
        `${MARK}\nnot ours`,
        `> ${MARK}\n> a quotation`,
        `${MARK}\nours`,
      ]);
    });

    // The requests before are for the author and the list.
    it.each([
      ["lost after it was made", "lost", "left as it is"],
      ["lost before it was made", { status: 502 }, "created"],
    ] as const)("are made once when the answer is %s", async (_, disturbance, done) => {
      server.api.disturbances.push(...untouched(2), disturbance);
      expect((await gitHub.comment("once")).done).toBe(done);
      expect(server.comments).toHaveLength(1);
    });

    it("go to another pull request when its number is given", async () => {
      await gitHub.comment("text", 8);
      expect(server.comments.map(({ issue }) => issue)).toEqual([8]);
    });

    it("that are too long are refused with what GitHub says", async () => {
      expect(await refusal(gitHub.comment("x".repeat(65_536)))).toBe(
        "GitHub could not write the comment (POST /repos/platform/ecr-cache/issues/3/comments): 422, Body is too long (maximum is 65536 characters).",
      );
    });
  });

  describe("the issue about drift", () => {
    it("is opened once, updated, and closed with a comment", async () => {
      const pullRequest = server.addIssue("<!-- ecr-pull-through-cache: drift -->", BOT, ["drift"]);
      pullRequest.pull_request = {};
      for (const id of [1, 2, 3]) server.addIssue(`other ${id}`, "someone", ["drift"]);
      expect((await gitHub.openDriftIssue("first")).done).toBe("created");
      expect((await gitHub.openDriftIssue("second")).done).toBe("updated");
      const issue = server.issues.at(-1);
      expect(issue?.body).toBe("<!-- ecr-pull-through-cache: drift -->\nsecond");
      expect(await gitHub.closeDriftIssue("all is well")).toBe(issue?.html_url);
      expect(issue?.state).toBe("closed");
      expect(server.comments.map(({ issue: number, body }) => [number, body])).toEqual([
        [issue?.number, "all is well"],
      ]);
      expect(await gitHub.closeDriftIssue("all is well")).toBeUndefined();
      expect((await gitHub.openDriftIssue("third")).done).toBe("created");
    });
  });

  describe("reviewed plans", () => {
    const found = async () => (await gitHub.reviewedPlan(WANTED)).plan;
    const refused = async () => {
      const { plan, refused } = await gitHub.reviewedPlan(WANTED);
      expect(plan).toBeUndefined();
      return refused.join("\n");
    };

    it("are the newest that a pull request of this repository made", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()), BOT);
      server.addArtifact(NAME, archiveOf(aRecord({ terraformVersion: "1.11.0" })));
      server.addArtifact(NAME, archiveOf(aRecord()));
      server.addArtifact(NAME, archiveOf(aRecord()), { expired: true });
      server.addArtifact(NAME, archiveOf(aRecord()), { workflow_run: null });
      server.addArtifact("plan-cache-ffff", archiveOf(aRecord()));
      const plan = await found();
      expect(plan?.url).toBe("https://github.com/platform/ecr-cache/actions/runs/502");
      expect(JSON.parse(plan?.record ?? "")).toEqual(aRecord());
      expect(plan?.text).toBe("No changes.\n");
    });

    it.each<[string, Partial<PullRequest>, string]>([
      ["is open", { merged_at: null, closed_at: null }, "no pull request with its commit was"],
      ["was closed", { merged_at: null }, "no pull request with its commit was merged"],
      ["was merged into another branch", { base: { ref: "other", sha: BASE } }, "into main"],
      [
        "was merged with other commits",
        { head: { ref: "change", sha: "f".repeat(40), repo: { id: 7 } } },
        "no pull request with its commit",
      ],
      [
        "is from a fork with a branch of that name",
        { head: { ref: "change", sha: HEAD, repo: { id: 8 } } },
        "no pull request with its commit",
      ],
      ["is another one", { number: 4 }, "its record is of request 3, not of 4"],
      ["was behind main", { base: { ref: "main", sha: "c".repeat(40) } }, "the branch was behind"],
    ])("do not count when their pull request %s", async (_, request, sentence) => {
      const { number } = server.addPullRequest(request);
      server.addComment(number, commentOf(aRecord()), BOT);
      server.addArtifact(NAME, archiveOf(aRecord()));
      expect(await refused()).toContain(sentence);
    });

    it.each<[string, Partial<Run>, string]>([
      ["another workflow", { path: ".github/workflows/evil.yml" }, "of the workflow .github"],
      ["a push", { event: "push" }, "its run is of the event push"],
      ["pull_request_target", { event: "pull_request_target" }, "of the event pull_request_target"],
      ["a start by hand", { event: "workflow_dispatch" }, "of the event workflow_dispatch"],
      ["a fork", { head_repository: { id: 8 } }, "its run is of a fork"],
      ["a fork that is gone", { head_repository: null }, "its run is of a fork"],
      ["another commit", { head_sha: "f".repeat(40) }, "no pull request with its commit"],
      ["no branch", { head_branch: null }, "its run is of no branch"],
      ["after the merge", { created_at: at("12:01") }, "its run started after #3 was merged"],
      [
        "that was run again after the merge",
        { run_attempt: 2, run_started_at: at("12:01") },
        "its run started after #3 was merged",
      ],
      [
        "that was run again after the approval",
        { run_attempt: 2, run_started_at: at("11:31") },
        "its run started after the approval of #3",
      ],
      [
        "that an edit or a reopening started after the approval",
        { created_at: at("11:31") },
        "its run started after the approval of #3",
      ],
    ])("that are forged by a run of %s are passed over", async (_, run, sentence) => {
      server.addPullRequest();
      server.addComment(3, commentOf(forged()), BOT);
      approve(at("11:30"));
      server.addArtifact(NAME, archiveOf(forged()), { run });
      expect(await refused()).toContain(sentence);
    });

    it("that a run uploads when its pull request is merged are passed over", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(forged()), BOT);
      server.addArtifact(NAME, archiveOf(forged()), { created_at: at("12:01") });
      expect(await refused()).toContain("it was uploaded after #3 was merged");
    });

    it("count when they were planned again before the approval of what was merged", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()), BOT);
      approve(at("09:30"), { commit_id: "0".repeat(40) });
      approve(at("09:30"), { state: "COMMENTED" });
      approve(at("11:30"));
      const run = { run_attempt: 2, run_started_at: at("10:00"), path: `${PLAN_YML}@refs/pull/3` };
      server.addArtifact(NAME, archiveOf(aRecord()), { run });
      expect(await found()).toBeDefined();
    });

    it("are not those of a second pull request from the branch that was made again", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()), BOT);
      server.addArtifact(NAME, archiveOf(aRecord()));
      const later = { created_at: at("13:00"), merged_at: null, closed_at: null };
      server.addPullRequest({ ...later, number: 4, base: { ref: "evil", sha: "e".repeat(40) } });
      const run = { created_at: at("13:05") };
      server.addArtifact(NAME, archiveOf(forged()), { run, created_at: at("13:10") });
      const { plan, refused } = await gitHub.reviewedPlan(WANTED);
      expect(plan?.url).toContain("/runs/501");
      expect(refused).toEqual([
        "https://github.com/platform/ecr-cache/actions/runs/502: its run started after #3 was merged",
      ]);
    });

    it.each([
      ["that is open", null],
      ["that was closed in the meantime", at("11:00")],
      ["that was closed before, with the same commit", at("08:30")],
    ])("of a branch with a second pull request %s count for neither", async (_, closed_at) => {
      server.addPullRequest();
      server.addComment(3, commentOf(forged()), BOT);
      const base = { ref: "evil", sha: "e".repeat(40) };
      server.addPullRequest({ number: 4, merged_at: null, closed_at, base });
      server.addArtifact(NAME, archiveOf(forged()));
      expect(await refused()).toContain("its branch had a second pull request with it, #4");
    });

    it("count when an earlier pull request of the branch was closed before", async () => {
      const head = { ref: "change", sha: "0".repeat(40), repo: { id: 7 } };
      server.addPullRequest({ number: 2, merged_at: null, closed_at: at("08:30"), head });
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()), BOT);
      server.addArtifact(NAME, archiveOf(aRecord()));
      expect(await found()).toBeDefined();
    });

    it.each(["base_ref_changed", "automatic_base_change_succeeded"])(
      "made against another branch do not count when the request turns to main: %s",
      async (event) => {
        server.addPullRequest();
        server.addComment(3, commentOf(forged()), BOT);
        server.addArtifact(NAME, archiveOf(forged()));
        for (const id of [1, 2]) {
          server.events.push({ request: 3, event: "labeled", created_at: at(`11:0${id}`) });
        }
        server.events.push({ request: 3, event, created_at: at("11:10") });
        expect(await refused()).toContain("#3 was against another branch when it was planned");
      },
    );

    it.each([
      ["there is none", undefined, BOT, "request 3 has no comment with its plan"],
      ["it is somebody else's", commentOf(forged()), "someone", "has no comment with its plan"],
    ])("do not count by a comment when %s", async (_, body, login, sentence) => {
      server.addPullRequest();
      if (body !== undefined) server.addComment(3, body, login);
      server.addArtifact(NAME, archiveOf(forged()));
      expect(await refused()).toContain(sentence);
    });

    it.each([
      ["the approval", at("11:31")],
      ["the merge", at("12:01")],
    ])("do not count by a comment that was changed after %s", async (when, updated_at) => {
      server.addPullRequest();
      if (when === "the approval") approve(at("11:30"));
      server.addComment(3, commentOf(forged()), BOT, updated_at);
      server.addArtifact(NAME, archiveOf(forged()));
      expect(await refused()).toContain("was changed after the approval or the merge");
    });

    it("count by a comment whose lines GitHub ends in its own way", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()).replaceAll("\n", "\r\n"), BOT);
      server.addArtifact(NAME, archiveOf(aRecord()));
      expect((await found())?.comment).toBe(summaryOf(aRecord()));
    });

    it("with another text than their record's do not count", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(forged()), BOT);
      server.addArtifact(NAME, archiveOf(forged(), "", "Nothing to see here.\n"));
      expect(await refused()).toContain("its plan.txt is not the one that its record is of");
    });

    it("of no pull request do not count", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(forged({ request: null })), BOT);
      server.addArtifact(NAME, archiveOf(forged({ request: null })));
      expect(await refused()).toContain("its record was not made for a request");
    });

    it("of another stack or configuration under the same name are passed over", async () => {
      server.addPullRequest();
      server.addArtifact(NAME, archiveOf(aRecord({ stack: "other" })));
      const configuration = CONFIGURATION.replace(/.$/, "0");
      server.addArtifact(NAME, archiveOf(aRecord({ configuration })));
      expect(await refused()).toBe("");
    });

    it("are fetched from the storage without the token, and forged ones not at all", async () => {
      server.addPullRequest();
      server.addComment(3, commentOf(aRecord()), BOT);
      server.addArtifact(NAME, archiveOf(aRecord()));
      server.addArtifact(NAME, new Uint8Array([1]), { run: { event: "push" } });
      await found();
      expect(server.storage.requests).toEqual(["GET /signed/1"]);
    });

    it.each([
      ["no archive", new Uint8Array([1, 2, 3]), "is not a readable zip archive"],
      ["another format", archiveOf({ formatVersion: 1 }), "Plan again."],
      ["no JSON", archiveOf(undefined), "is not a plan record in the format 2"],
    ])("that are %s are refused", async (_, zip, sentence) => {
      server.addPullRequest();
      server.addArtifact(NAME, zip);
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain(sentence);
    });
  });

  describe("when something is wrong", () => {
    it("waits as long as GitHub asks, and tries again", async () => {
      const limit = { status: 403, headers: { "retry-after": "7" } };
      server.api.disturbances.push(limit, ...untouched(1), { status: 503 }, { status: 429 });
      expect((await gitHub.comment("text")).done).toBe("created");
      expect(waits).toEqual([7000, 1000, 2000]);
    });

    it("gives up when it fails again and again, or asks for too long a wait", async () => {
      server.api.disturbances.push(...Array(4).fill({ status: 500 }));
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain("list the artefacts");
      expect(waits).toHaveLength(3);
      server.api.disturbances.push({ status: 429, headers: { "retry-after": "3600" } });
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain("Too many requests");
    });

    it.each([
      [403, "The token must be allowed to: `actions: read`."],
      [404, "It does not exist, or the token may not see it"],
    ])("%i is explained with the permission", async (status, sentence) => {
      server.api.disturbances.push({ status, body: { message: "No." } });
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain(sentence);
    });

    it("does not show a token that is refused", async () => {
      const message = await refusal(connected("not-a-valid-token").comment("text"));
      expect(message).toContain("401, Bad credentials. The token in GITHUB_TOKEN is not valid");
      expect(message).not.toContain("not-a-valid-token");
    });

    it("does not take its token to another server that a list leads to", async () => {
      const headers = { link: `<${server.storage.base}/next>; rel="next"` };
      server.api.disturbances.push({ status: 200, body: { artifacts: [] }, headers });
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain("GitHub leads to");
      expect(server.storage.requests).toEqual([]);
    });

    it("says where an answer is not as documented", async () => {
      server.api.disturbances.push({ status: 200, body: { artifacts: [{ id: "one" }] } });
      expect(await refusal(gitHub.reviewedPlan(WANTED))).toContain("(artifacts.0.id: ");
    });
  });

  /** Requests that nothing happens to: places in the queue before the one that is meant. */
  function untouched(count: number): undefined[] {
    return Array(count).fill(undefined);
  }
});

describe("the forge of a job", () => {
  it.each([
    [
      {},
      "This step only runs in a job of GitHub Actions (GITHUB_ACTIONS) or GitLab CI (GITLAB_CI)",
    ],
    [{ GITHUB_ACTIONS: "true" }, "GITHUB_REPOSITORY is not set."],
    [
      { GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "a/b" },
      "GITHUB_TOKEN is not set. Give it to the step: `GITHUB_TOKEN: ${{ github.token }}`.",
    ],
    [{ GITLAB_CI: "true" }, "CI_API_V4_URL is not set."],
  ])("is refused with what %j lacks", (env, sentence) => {
    expect(() => forgeOfJob(env)).toThrow(sentence);
  });

  it("wants a pull request's number where the job does not run for one", async () => {
    const env = { GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "a/b", GITHUB_TOKEN: TOKEN };
    await expect(forgeOfJob(env).comment("text")).rejects.toThrow("Name one: --number N.");
  });
});
