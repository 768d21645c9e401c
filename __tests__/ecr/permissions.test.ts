import { describe, expect, it } from "vitest";
import {
  checkTagsCanMove,
  TEMPLATE_SERVICE,
  templateRoleStatements,
} from "../../ecr/creation-template";
import { PULL_THROUGH_CACHE_SERVICE, upstreamRoleStatements } from "../../ecr/private-registry";
import { PULL_ACTIONS, pullStatements } from "../../ecr/pull-permissions";

const account = "111111111111";
const region = "eu-west-1";
const HERE = `arn:aws:ecr:${region}:${account}:repository`;

describe("the role of a template", () => {
  const repositories = {
    sid: "CreateRepositories",
    actions: ["ecr:CreateRepository", "ecr:TagResource"],
    resources: [`${HERE}/hub/*`, `${HERE}/quay/*`],
  };

  it("creates repositories under the prefixes, and nothing else", () => {
    expect(templateRoleStatements(account, region, ["hub", "quay/"])).toEqual([repositories]);
  });

  it("uses the key of the repositories, where they have one", () => {
    expect(templateRoleStatements(account, region, ["hub", "quay"], "the-key")).toEqual([
      repositories,
      {
        sid: "UseKey",
        actions: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
        resources: ["the-key"],
      },
    ]);
  });

  it("is assumed by ECR, and that of an upstream by the pull-through cache", () => {
    expect(TEMPLATE_SERVICE).toBe("ecr.amazonaws.com");
    expect(PULL_THROUGH_CACHE_SERVICE).toBe("pullthroughcache.ecr.amazonaws.com");
  });
});

describe("the mutability of tags in a cache", () => {
  it("may be MUTABLE; an immutable tag would never be refreshed", () => {
    expect(checkTagsCanMove("MUTABLE")).toBeUndefined();
    expect(checkTagsCanMove("IMMUTABLE")).toEqual({
      given: '"IMMUTABLE"',
      allowed:
        "MUTABLE; with IMMUTABLE, a tag that moves upstream, such as latest, is never refreshed",
      fix: "leave it out, unless all that you pull has tags that never move",
    });
  });
});

describe("the role of a private ECR upstream", () => {
  it("reads the upstream, and writes only under the prefix of the cache", () => {
    const upstream = { account: "222222222222", region: "eu-central-1", prefix: "ROOT" };
    expect(upstreamRoleStatements(upstream, { account, region, prefix: "ecr" })).toEqual([
      { sid: "LogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        sid: "ReadUpstream",
        actions: [
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:GetImageCopyStatus",
        ],
        resources: ["arn:aws:ecr:eu-central-1:222222222222:repository/*"],
      },
      {
        sid: "FillCache",
        actions: [
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:CompleteLayerUpload",
          "ecr:GetDownloadUrlForLayer",
          "ecr:GetImageCopyStatus",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        resources: [`${HERE}/ecr/*`],
      },
    ]);
  });
});

describe("whoever pulls", () => {
  it("may log in, and pull under the prefixes, first pulls included", () => {
    expect(pullStatements(account, region, ["hub", "quay"])).toEqual([
      { sid: "ECRLogIn", actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        sid: "ECRPullThroughCache",
        actions: [
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:CreateRepository",
          "ecr:GetDownloadUrlForLayer",
        ],
        resources: [`${HERE}/hub/*`, `${HERE}/quay/*`],
      },
    ]);
  });

  it("is told what fails without each of the actions", () => {
    expect(PULL_ACTIONS).toEqual({
      "ecr:BatchGetImage": "no image can be pulled",
      "ecr:BatchImportUpstreamImage": "an image or a tag that is not cached yet cannot be pulled",
      "ecr:CreateRepository": "the first pull of a new image fails",
      "ecr:GetDownloadUrlForLayer": "no image can be pulled",
    });
  });
});
