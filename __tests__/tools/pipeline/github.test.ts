import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Forge } from "../../../tools/pipeline/forge/forge";
import { forgeOfJob } from "../../../tools/pipeline/forge/forge-of-job";
import { GitHub } from "../../../tools/pipeline/forge/github";
import { GitHubStandIn, TOKEN } from "./github-stand-in";
import { aRecord, archiveOf, CONFIGURATION } from "./records";

const MARK = "<!-- ecr-pull-through-cache: plan -->";
const NAME = "plan-cache-0123456789abcdef";
const WANTED = { stack: "cache", configuration: CONFIGURATION };
const BOT = "github-actions[bot]";

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
      branch: () => "main",
      wait: async (milliseconds) => waits.push(milliseconds),
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
    it("are the newest that a pull request of this repository made", async () => {
      server.addArtifact(NAME, archiveOf(aRecord({ terraformVersion: "1.11.0" })));
      server.addArtifact(NAME, archiveOf(aRecord()));
      const fork = {
        ...{ id: 1, repository_id: 7, head_repository_id: 8 },
        ...{ head_branch: "change/1", head_sha: "1".repeat(40) },
      };
      server.addArtifact(NAME, archiveOf(aRecord()), { workflow_run: fork });
      server.addArtifact(NAME, archiveOf(aRecord()), { expired: true });
      server.addArtifact(NAME, archiveOf(aRecord()), { workflow_run: null });
      server.addArtifact("plan-cache-ffff", archiveOf(aRecord()));
      const found = await gitHub.reviewedPlan(WANTED);
      expect(found?.url).toBe("https://github.com/platform/ecr-cache/actions/runs/502");
      expect(JSON.parse(found?.record ?? "")).toEqual(aRecord());
      expect(found?.text).toBe("No changes.");
    });

    it.each([
      ["is still open, or was closed", { merged_at: null }],
      ["was merged into another branch", { base: { ref: "other" } }],
      ["was merged with other commits", { head: { ref: "change/1", sha: "f".repeat(40) } }],
    ])("do not count when their pull request %s", async (_, request) => {
      server.addArtifact(NAME, archiveOf(aRecord()), {}, request);
      expect(await gitHub.reviewedPlan(WANTED)).toBeUndefined();
    });

    it("of another stack or configuration under the same name are passed over", async () => {
      server.addArtifact(NAME, archiveOf(aRecord({ stack: "other" })));
      const configuration = CONFIGURATION.replace(/.$/, "0");
      server.addArtifact(NAME, archiveOf(aRecord({ configuration })));
      expect(await gitHub.reviewedPlan(WANTED)).toBeUndefined();
    });

    it("are fetched from the storage without the token", async () => {
      server.addArtifact(NAME, archiveOf(aRecord()));
      await gitHub.reviewedPlan(WANTED);
      expect(server.storage.requests).toEqual(["GET /signed/1"]);
    });

    it.each([
      ["no archive", new Uint8Array([1, 2, 3]), "is not a readable zip archive"],
      ["another format", archiveOf({ formatVersion: 2 }), "is not a plan record in the format 1"],
      ["no JSON", archiveOf(undefined), "is not a plan record in the format 1"],
    ])("that are %s are refused", async (_, zip, sentence) => {
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
