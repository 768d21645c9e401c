import { describe, expect, it } from "vitest";
import {
  checkImportable,
  checkLength,
  checkMergedPolicy,
  checkRepositoryPolicy,
  sentLength,
} from "../../ecr/registry-policy";
import { itAccepts, itRefuses } from "./rule";

describe("what other accounts may import", () => {
  const underPrefixes = (pattern: string) => checkImportable(pattern, ["hub", "team/quay/"]);
  const REFUSED = {
    allowed: "a repository under one of this stack's prefixes, with * for any characters",
    fix: 'begin it with the prefix, e.g. "hub/library/*"',
  };
  itAccepts(underPrefixes, [
    ...["hub/*", "hub/nginx", "hub/library/*", "hub/a*b", "hub/a.b_c-d", "team/quay/*"],
    `hub/${"a".repeat(252)}`,
  ]);
  itRefuses(underPrefixes, REFUSED, [
    ...["", "*", "hub", "hub/", "hub*", "hubs/x", "x/hub/*", "quay/*", "team/x", "teamxquay/a"],
    ...["hub/Team", "hub/a:latest", "hub/nginx!", "hub/nginx\n", "hub/-a-"],
    `hub/${"a".repeat(253)}`,
  ]);

  describe("with a cache for everything", () => {
    const anywhere = (pattern: string) => checkImportable(pattern, ["ROOT"]);
    const fix = 'begin it with the prefix, e.g. "ROOT/library/*"';
    itAccepts(anywhere, ["*", "a", "library/*", "a*"]);
    itRefuses(anywhere, { ...REFUSED, fix }, ["", "/library/*", "!a", "-", "A"]);
  });

  it("is nothing without a cache, and an example is given", () => {
    expect(checkImportable("hub/*", [])).toMatchObject({
      fix: 'begin it with the prefix, e.g. "docker-hub/library/*"',
    });
  });
});

describe("the length of a policy", () => {
  it("is at most 10,240 characters, and the message says whose policy it is", () => {
    expect(checkLength("registry", 10_240)).toBeUndefined();
    for (const resource of ["registry", "repository"] as const) {
      expect(checkLength(resource, 10_241)).toEqual({
        given: "10241 characters without whitespace",
        allowed: `at most 10240 characters in a ${resource} policy`,
        fix: "name fewer prefixes, repositories or statements; a * stands for many",
      });
    }
  });

  it("is that of what is sent: without whitespace, and with five characters escaped", () => {
    expect(sentLength('{ "a" : "b" }')).toBe('{"a":"b"}'.length);
    for (const character of ["<", ">", "&", "\u2028", "\u2029"]) {
      expect(sentLength(JSON.stringify([character, character]))).toBe(
        '["\\u003c","\\u003c"]'.length,
      );
    }
  });
});

const statement = {
  Effect: "Allow",
  Principal: "*",
  Action: "ecr:BatchGetImage",
  Condition: { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
};
const Resource = "*";
const Version = "2012-10-17";

describe("a policy to merge with that of a registry", () => {
  it("has statements about repositories, with Sids that are not taken", () => {
    const json = JSON.stringify({ Version, Statement: { ...statement, Resource, Sid: "A" } });
    expect(checkMergedPolicy(json, ["B"])).toBeUndefined();
    expect(checkMergedPolicy(json, ["A"])).toMatchObject({ given: 'Sid "A"' });
    expect(checkMergedPolicy(JSON.stringify({ Version, Statement: statement }), [])).toMatchObject({
      given: "no Resource in statement 1",
    });
  });

  it("means the same in a policy of the current version", () => {
    const json = JSON.stringify({ Statement: { ...statement, Resource } });
    expect(checkMergedPolicy(json, [])?.given).toBe(
      '"${aws:ResourceAccount}" in a policy of Version 2008-10-17, for which it is plain text',
    );
  });
});

describe("the policy of a repository", () => {
  it("has statements about the repository, which name no resource", () => {
    expect(checkRepositoryPolicy(JSON.stringify({ Version, Statement: statement }))).toBe(
      undefined,
    );
    expect(
      checkRepositoryPolicy(JSON.stringify({ Version, Statement: { ...statement, Resource } })),
    ).toMatchObject({ given: "Resource in statement 1" });
  });

  it("is of its own version, and has a limit of its own", () => {
    const many = Array.from({ length: 100 }, () => statement);
    expect(checkRepositoryPolicy(JSON.stringify({ Statement: statement }))).toBeUndefined();
    expect(checkRepositoryPolicy(JSON.stringify({ Statement: many }))).toMatchObject({
      allowed: "at most 10240 characters in a repository policy",
    });
  });
});
