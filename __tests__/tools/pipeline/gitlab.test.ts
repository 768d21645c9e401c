import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Forge } from "../../../tools/pipeline/forge/forge";
import { forgeOfJob } from "../../../tools/pipeline/forge/forge-of-job";
import { GitLabStandIn } from "./gitlab-stand-in";
import { aRecord, archiveOf, CONFIGURATION } from "./records";

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
    server.addJob(archiveOf(aRecord({ terraformVersion: "1.11.0" }), "plans/cache/"));
    server.addJob(archiveOf(aRecord(), "plans/cache/"), { name: "plan: [main.ts]" });
    server.addJob(archiveOf({}), { name: "test" });
    server.addJob(archiveOf({}), { name: "planet" });
    server.addJob(archiveOf({}), { artifacts_file: undefined });
    server.addJob(archiveOf({}), { status: "failed" });
    server.addJob(archiveOf(aRecord({ stack: "other" }), "plans/other/"));
    const found = await gitLab.reviewedPlan(WANTED);
    expect(JSON.parse(found?.record ?? "")).toEqual(aRecord());
    expect(found?.url).toBe("https://gitlab.example/platform/ecr-cache/-/jobs/501");
    // The storage refuses whoever shows it a token.
    expect(server.storage.requests).toEqual(["GET /signed/506", "GET /signed/501"]);
  });

  it("takes no plan from a fork", async () => {
    server.addJob(archiveOf(aRecord()), { project: 99 });
    expect(await gitLab.reviewedPlan(WANTED)).toBeUndefined();
  });

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
