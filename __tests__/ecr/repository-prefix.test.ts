import { describe, expect, it } from "vitest";
import { checkRepositoryPrefix, normalizePrefix } from "../../ecr/repository-prefix";

describe("a repository prefix", () => {
  it.each([
    ["ROOT"],
    ["hub"],
    ["docker-hub"],
    ["docker-hub/"],
    ["team.a/docker_hub"],
    ["0a"],
    ["a".repeat(30)],
  ])("may be %s", (prefix) => {
    expect(checkRepositoryPrefix(prefix)).toBeUndefined();
  });

  it.each([
    ["Docker-Hub", 'did you mean "docker-hub"?'],
    ["Root", 'did you mean "ROOT"?'],
    ["docker hub", 'did you mean "docker-hub"?'],
    ["/docker-hub", 'did you mean "docker-hub"?'],
    ["docker//hub", 'did you mean "docker/hub"?'],
    ["docker--hub", 'did you mean "docker-hub"?'],
    ["docker__hub", 'did you mean "docker_hub"?'],
    ["-hub-", 'did you mean "hub"?'],
    ["docker-hub/*", 'did you mean "docker-hub"?'],
    ["a".repeat(31), `did you mean "${"a".repeat(30)}"?`],
    ["a", 'choose a prefix such as "docker-hub"'],
    ["", 'choose a prefix such as "docker-hub"'],
    ["***", 'choose a prefix such as "docker-hub"'],
  ])("may not be %j: %s", (prefix, fix) => {
    expect(checkRepositoryPrefix(prefix)).toEqual({
      given: JSON.stringify(prefix),
      allowed:
        "2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT",
      fix,
    });
  });

  it("is the same prefix with and without the slash that ECR implies", () => {
    expect(normalizePrefix("hub/")).toBe("hub");
    expect(normalizePrefix("hub")).toBe("hub");
  });
});
