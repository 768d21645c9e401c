import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refuseOldCommit } from "../../../tools/pipeline/newest-commit";
import { GitHubStandIn } from "./github-stand-in";
import { GitLabStandIn } from "./gitlab-stand-in";

describe.each([
  ["GitHub", () => new GitHubStandIn()],
  ["GitLab", () => new GitLabStandIn()],
])("an apply on %s", (_, start) => {
  let server: GitHubStandIn | GitLabStandIn;

  beforeEach(async () => {
    server = start();
    await server.start();
  });
  afterEach(() => server.stop());

  it("is of the newest commit of the default branch", async () => {
    await expect(refuseOldCommit(server.environment)).resolves.toBeUndefined();
  });

  it("of an old commit is refused, though it was reviewed once", async () => {
    server.newestCommit = "e".repeat(40);
    await expect(refuseOldCommit(server.environment)).rejects.toThrow(
      `the default branch is at ${"e".repeat(40)} by now: only the newest is applied`,
    );
  });
});

it("an apply on a laptop asks no forge", async () => {
  await expect(refuseOldCommit({})).resolves.toBeUndefined();
});
