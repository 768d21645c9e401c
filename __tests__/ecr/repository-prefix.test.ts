import { describe, expect, it } from "vitest";
import {
  checkPrefixesAreLimited,
  checkRepositoryPrefix,
  checkRootIsMeant,
  checkThereAreCaches,
  normalizePrefix,
} from "../../ecr/repository-prefix";

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
    ["AB", 'did you mean "ab"?'],
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
    ["!!a!!", 'choose a prefix such as "docker-hub"'],
    ["root/!", 'did you mean "root"?'],
    ["docker hub  x", 'did you mean "docker-hub-x"?'],
    ["a.-_b", 'did you mean "a.b"?'],
    ["--a--/..b__/", 'did you mean "a/b"?'],
    ["x:docker-hub", 'did you mean "x-docker-hub"?'],
    ["docker-hub\n", 'did you mean "docker-hub"?'],
    [`${"a".repeat(29)}-${"b".repeat(9)}`, `did you mean "${"a".repeat(29)}"?`],
    [`${"a".repeat(28)}/--${"b".repeat(9)}`, `did you mean "${"a".repeat(28)}/b"?`],
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

describe("a prefix that is root in small letters", () => {
  it.each(["root", "root/"])(
    "is one like others, and %s may have been meant for ROOT",
    (prefix) => {
      expect(checkRootIsMeant(prefix)).toEqual({
        given: JSON.stringify(prefix),
        allowed:
          "any prefix; ROOT in capitals is for every repository that no other prefix matches",
        fix: 'did you mean "ROOT"? If you want repositories that begin with "root/", leave it as it is',
      });
    },
  );

  it.each(["ROOT", "hub", "roots", "Root"])("is not %s", (prefix) => {
    expect(checkRootIsMeant(prefix)).toBeUndefined();
  });
});

describe("the prefixes of a policy", () => {
  it("are those of caches: ROOT opens everything, and is to be warned of", () => {
    expect(checkPrefixesAreLimited(["hub", "quay"])).toBeUndefined();
    expect(checkPrefixesAreLimited(["hub", "ROOT"])).toEqual({
      given: '["hub","ROOT"]',
      allowed:
        "prefixes other than ROOT; with it, the policy covers every repository of the registry, private ones too",
      fix: "give each upstream a prefix of its own, if that is not meant",
    });
  });

  it("are one at least", () => {
    expect(checkThereAreCaches(["hub"])).toBeUndefined();
    expect(checkThereAreCaches([])).toEqual({
      given: "a stack without upstreams",
      allowed: "one upstream at least: a policy has to name what it opens",
      fix: "add an upstream, or leave this out",
    });
  });
});
