import { describe, expect, it } from "vitest";
import { manifest, repositoryUrl } from "../../../tools/package/manifest";

describe("the repository that a package names", () => {
  it("is that of the workflow which makes it, as provenance wants it", () => {
    const env = { GITHUB_REPOSITORY: "somebody/caches" };
    expect(manifest(env)).toMatchObject({
      repository: { type: "git", url: "git+https://github.com/somebody/caches.git" },
    });
  });

  it.each([
    "https://github.com/somebody/caches.git",
    "https://github.com/somebody/caches",
    "https://user:token@github.com/somebody/caches.git",
    "git@github.com:somebody/caches.git",
    "ssh://git@github.com/somebody/caches.git",
  ])("is the origin %s without what is secret in it", (origin) => {
    expect(repositoryUrl({}, origin)).toBe("git+https://github.com/somebody/caches.git");
  });

  it.each([
    "",
    "https://gitlab.com/somebody/caches.git",
    "/srv/git/caches.git",
    "https://example.com/github.com/somebody/caches.git",
  ])("is left out where the origin is %j", (origin) => {
    expect(repositoryUrl({}, origin)).toBeUndefined();
  });
});
