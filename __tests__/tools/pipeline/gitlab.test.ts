import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Forge } from "../../../tools/pipeline/forge/forge";
import { forgeOfJob } from "../../../tools/pipeline/forge/forge-of-job";
import { at, GitLabStandIn } from "./gitlab-stand-in";
import { aRecord, archiveOf, BASE, CONFIGURATION, commentOf, forged, HEAD } from "./records";

const MARK = "<!-- ecr-pull-through-cache: plan -->";
const WANTED = { stack: "cache", configuration: CONFIGURATION };
const BOT = 77;

describe("GitLab", () => {
  let server: GitLabStandIn;
  let gitLab: Forge;

  beforeEach(async () => {
    server = new GitLabStandIn();
    await server.start();
    gitLab = forgeOfJob(server.environment);
  });
  afterEach(() => server.stop());

  it("keeps one comment, wherever it is in the list, and leaves others alone", async () => {
    server.addNote(server.notes, `${MARK}\nnot ours`, 1);
    for (let id = 0; id < 4; id++) server.addNote(server.notes, `a remark ${id}`, 1);
    expect((await gitLab.comment("first")).done).toBe("created");
    server.addNote(server.notes, "an answer", 1);
    expect(await gitLab.comment("second")).toEqual({
      done: "updated",
      url: "https://gitlab.example/platform/ecr-cache/-/merge_requests/3#note_105",
    });
    const own = server.notes.filter(({ author }) => author.id === BOT);
    expect(own.map(({ body }) => body)).toEqual([`${MARK}\nsecond`]);
    expect(server.notes[0]?.body).toBe(`${MARK}\nnot ours`);
  });

  it("opens one issue about drift, updates it, and closes it with a comment", async () => {
    for (const id of [1, 2, 3]) server.addIssue(`other ${id}`, 1, ["drift"]);
    expect((await gitLab.openDriftIssue("first")).done).toBe("created");
    expect((await gitLab.openDriftIssue("second")).done).toBe("updated");
    const issue = server.issues.at(-1);
    expect(issue?.description).toBe("<!-- ecr-pull-through-cache: drift -->\nsecond");
    expect(await gitLab.closeDriftIssue("all is well")).toBe(issue?.web_url);
    expect(issue?.state).toBe("closed");
    expect(issue?.notes.map(({ body }) => body)).toEqual(["all is well"]);
    expect(await gitLab.closeDriftIssue("all is well")).toBeUndefined();
  });

  it("finds the newest reviewed plan in the plan jobs of the merged request", async () => {
    server.addNote(server.notes, commentOf(aRecord()), BOT);
    server.addJob(archiveOf(aRecord({ terraformVersion: "1.11.0" }), "plans/cache/"));
    server.addJob(archiveOf(aRecord(), "plans/cache/"));
    server.addJob(archiveOf({}), { name: "test" });
    server.addJob(archiveOf({}), { artifacts_file: undefined });
    server.addJob(archiveOf({}), { status: "failed" });
    server.addJob(archiveOf(aRecord({ stack: "other" }), "plans/other/"));
    const { plan } = await gitLab.reviewedPlan(WANTED);
    expect(JSON.parse(plan?.record ?? "")).toEqual(aRecord());
    expect(plan?.url).toBe("https://gitlab.example/platform/ecr-cache/-/jobs/501");
    // The storage refuses whoever shows it a token.
    expect(server.storage.requests).toEqual(["GET /signed/505", "GET /signed/501"]);
  });

  it.each<[string, Partial<GitLabStandIn["request"]>, string]>([
    ["into another branch", { target_branch: "other" }, "!3: it was merged into other"],
    ["of a fork", { source_project_id: 99 }, "!3: it is of a fork"],
    ["that is not merged", { state: "closed" }, ""],
    ["of other commits", { sha: "f".repeat(40) }, `and ${"f".repeat(40)} was merged`],
    [
      "whose branch was behind",
      { diff_refs: { base_sha: "c".repeat(40), head_sha: HEAD } },
      "the branch was behind",
    ],
  ])("takes no plan of a merge request %s", async (_, request, sentence) => {
    Object.assign(server.request, request);
    server.addNote(server.notes, commentOf(forged()), BOT);
    server.addJob(archiveOf(forged()));
    expect(await refused()).toContain(sentence);
  });

  const EARLIER = { request: { number: 3, head: "0".repeat(40), base: BASE } };

  it.each<[string, Parameters<GitLabStandIn["addJob"]>[1], string]>([
    ["a fork", { ran: { project_id: 99 } }, "its pipeline is of a fork"],
    ["an earlier push", { ran: { sha: "0".repeat(40) } }, `its pipeline is of ${"0".repeat(40)}`],
    ["a branch", { ran: { source: "push", ref: "change" } }, "its pipeline is of a push"],
    [
      "another merge request from the same branch",
      { ran: { ref: "refs/merge-requests/4/head" } },
      "its pipeline is of refs/merge-requests/4/head",
    ],
    ["a job called plan-notes", { name: "plan-notes" }, ""],
    ["a job called plan: [main.ts]", { name: "plan: [main.ts]" }, ""],
    ["after the merge", { finished_at: at("12:01") }, "it ended after the merge"],
    ["a job that has not ended", { finished_at: null }, "it ended after the merge"],
    [
      "a job that was run again after the approval",
      { created_at: at("11:31"), finished_at: at("11:35") },
      "it was run again after the approval",
    ],
  ])("takes no plan of %s", async (_, job, sentence) => {
    server.addNote(server.notes, commentOf(forged()), BOT);
    server.approvals.push({}, { approved_at: at("11:45") }, { approved_at: at("11:30") });
    server.addJob(archiveOf(forged()), job);
    expect(await refused()).toContain(sentence);
    expect(server.storage.requests).toEqual([]);
  });

  it("takes no plan of a second pipeline that somebody started after the approval", async () => {
    server.addNote(server.notes, commentOf(forged()), BOT);
    server.approvals.push({ approved_at: at("11:30") });
    server.addJob(archiveOf({}), { status: "failed" });
    const ran = { created_at: at("11:31") };
    server.addJob(archiveOf(forged()), {
      ...{ ran, created_at: at("11:31"), finished_at: at("11:35") },
    });
    expect(await refused()).toContain("it was run again after the approval");
  });

  it("takes a plan of what was pushed after an approval that GitLab has kept", async () => {
    server.addNote(server.notes, commentOf(aRecord()), BOT);
    server.approvals.push({ approved_at: at("08:30") });
    server.addJob(archiveOf(aRecord()));
    expect((await gitLab.reviewedPlan(WANTED)).plan).toBeDefined();
  });

  it("takes no record of an earlier push", async () => {
    server.addNote(server.notes, commentOf(forged(EARLIER)), BOT);
    server.addJob(archiveOf(forged(EARLIER)));
    expect(await refused()).toContain(`its record is of the commit ${"0".repeat(40)}`);
  });

  it.each([
    ["there is none", undefined, BOT, "has no comment with its plan"],
    ["it is somebody else's", commentOf(forged()), 1, "has no comment with its plan"],
  ])("takes no plan by its comment when %s", async (_, body, author, sentence) => {
    if (body !== undefined) server.addNote(server.notes, body, author);
    server.addJob(archiveOf(forged()));
    expect(await refused()).toContain(sentence);
  });

  it("takes no plan by a comment that was changed after the approval", async () => {
    server.approvals.push({ approved_at: at("10:00") });
    server.addNote(server.notes, commentOf(forged()), BOT, at("10:01"));
    server.addJob(archiveOf(forged()));
    expect(await refused()).toContain("was changed after the approval or the merge");
  });

  async function refused(): Promise<string> {
    const { plan, refused } = await gitLab.reviewedPlan(WANTED);
    expect(plan).toBeUndefined();
    return refused.join("\n");
  }

  it.each([
    [{ status: 401, body: { message: "401 Unauthorized" } }, "must be a project access token with"],
    [{ status: 403, body: { message: "403 Forbidden" } }, "must be allowed to: scope `api`"],
  ])("explains %j", async (answer, sentence) => {
    server.api.disturbances.push(answer);
    await expect(gitLab.comment("text")).rejects.toThrow(sentence);
  });

  it("does not show a token that is refused", async () => {
    const env = { ...server.environment, GITLAB_TOKEN: "not-a-valid-token" };
    const message = await forgeOfJob(env)
      .comment("text")
      .catch((error: Error) => error.message);
    expect(message).toContain("401, Bad credentials.");
    expect(message).not.toContain("not-a-valid-token");
  });

  it.each(["GITLAB_TOKEN", "CI_MERGE_REQUEST_IID"])("needs %s to comment", async (name) => {
    const env = { ...server.environment, [name]: undefined };
    const comment = async () => forgeOfJob(env).comment("text");
    await expect(comment()).rejects.toThrow(`${name} is not set.`);
  });
});
