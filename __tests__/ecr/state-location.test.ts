import { describe, expect, it } from "vitest";
import {
  checkBucketName,
  checkHostname,
  checkOrganizationName,
  checkProjectName,
  checkStateKey,
  checkWorkspaceName,
  checkWorkspaceTags,
} from "../../ecr/state-location";
import { itAccepts, itRefuses } from "./rule";

describe("the name of a bucket", () => {
  const allowed = "the name of an S3 bucket: 3 to 63 lower-case letters, digits, '.' or '-'";
  itAccepts(checkBucketName, [
    ...["abc", "acme-terraform-state", "a.b.c", "1.2.3", "1.2.3.4.a", "10.20.30.40.50"],
    "a".repeat(63),
  ]);
  itRefuses(checkBucketName, { allowed, fix: "copy it from `aws s3 ls`" }, [
    ...["", "ab", "a".repeat(64), "Acme", "a_b", "-abc", "abc-", ".abc", "abc.", "a..b", "ab..c"],
    ...["xn--abc", "10.20.30.40", "abc\n", "abc/x", "acme.s3://state", "a-arn:aws:s3:::state"],
  ]);
  itRefuses(checkBucketName, { allowed, fix: 'did you mean "acme.state-1"?' }, [
    ...["s3://acme.state-1", "s3://acme.state-1/key", "arn:aws:s3:::acme.state-1"],
    "arn:aws:s3:::acme.state-1/*",
  ]);
});

describe("the key of a state", () => {
  itAccepts(checkStateKey, ["a", "ecr/cache.tfstate", "$a {b} %", "a".repeat(1000)]);
  itRefuses(
    checkStateKey,
    {
      allowed: "text: Terraform reads no expression in the configuration of a backend",
      fix: "write the key out, or put it together in the app",
    },
    ["${var.key}", "a/%{if true}b"],
  );
  itRefuses(
    checkStateKey,
    {
      allowed: "1 to 1000 characters, without a slash at either end",
      fix: 'write a path such as "ecr/cache.tfstate", or leave it out: it is named after the stack',
    },
    ["", "/a", "a/", "/", "a".repeat(1001)],
  );
});

const FROM_PAGE = "copy it from the address of its page in HCP Terraform";

describe("the name of an organization of HCP Terraform", () => {
  itAccepts(checkOrganizationName, ["abc", "Acme_1-x", "a".repeat(40)]);
  itRefuses(
    checkOrganizationName,
    {
      allowed: "the name of an organization: 3 to 40 letters, digits, '-' or '_'",
      fix: FROM_PAGE,
    },
    ["", "ab", "a".repeat(41), "acme inc", "acme/x", "ac.me", "acme\n", "!acme", "acme!"],
  );
});

describe("the name of a workspace of HCP Terraform", () => {
  itAccepts(checkWorkspaceName, ["a", "Cache_1-x", "a".repeat(90)]);
  itRefuses(
    checkWorkspaceName,
    { allowed: "the name of a workspace: 1 to 90 letters, digits, '-' or '_'", fix: FROM_PAGE },
    ["", "a".repeat(91), "a b", "a/b", "a.b", "a\n", "!a", "a!"],
  );
});

describe("the name of a project of HCP Terraform", () => {
  itAccepts(checkProjectName, ["abc", "My Project_1-x", "a".repeat(40)]);
  itRefuses(
    checkProjectName,
    {
      allowed: "the name of a project: 3 to 40 letters, digits, '-', '_' or inner blanks",
      fix: "copy it from the list of projects in HCP Terraform",
    },
    ["", "ab", "a".repeat(41), " abc", "abc ", "a.b", "abc\n", "!abc", "abc!"],
  );
});

describe("the tags of workspaces of HCP Terraform", () => {
  const allowed =
    "one tag or more of letters, digits, ':', '_' or '-', with a letter or digit first";
  const fix = "copy them from the workspace's page in HCP Terraform";
  itAccepts(checkWorkspaceTags, [["a"], ["cache", "Env:prod_1-x"]]);
  itRefuses((tag: string) => checkWorkspaceTags(["ok", tag]), { allowed, fix }, [
    ...["", "-a", ":a", "a b", "a.b", "a\n", "!a"],
  ]);

  it("are one at least", () => {
    expect(checkWorkspaceTags([])).toEqual({ given: "no tag", allowed, fix });
  });
});

describe("the host of a Terraform Enterprise", () => {
  const allowed = "a host, with a port where it is not 443: tfe.example.com";
  itAccepts(checkHostname, ["tfe.example.com", "TFE-1", "localhost:8443", "a.b:1", "a.b:65535"]);
  itRefuses(checkHostname, { allowed, fix: "write the host alone" }, [
    ...["", ".a", "a.", "a..b", "a_b", "a.b:", "a.b:x", "a.b:123456", "a/b", "a.b\n", "http://a"],
    ...["x https://a", "https:///a"],
  ]);
  itRefuses(checkHostname, { allowed, fix: 'did you mean "tfe.example.com"?' }, [
    ...["https://tfe.example.com", "https://tfe.example.com/app"],
  ]);
});
