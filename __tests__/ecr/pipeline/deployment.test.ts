import { describe, expect, it } from "vitest";
import {
  checkDeployedStackId,
  type DeployedStack,
  deployedArns,
} from "../../../ecr/pipeline/deployment";
import { checkStatePrefix, stateStatements } from "../../../ecr/pipeline/state-permissions";
import { itAccepts, itRefuses } from "../rule";

const account = "111111111111";
const iam = `arn:aws:iam::${account}`;

describe("what stacks may have created", () => {
  it("is named after each stack and its Region, and each ARN is there once", () => {
    const stack: DeployedStack = {
      ...{ id: "prod", region: "eu-west-1", prefixes: ["hub", "team-mirror"] },
      ...{ template: "per-prefix", upstreamAccounts: [], hasPullPolicy: true },
      attachToRoles: ["nodes"],
    };
    const other: DeployedStack = {
      ...{ id: "dev", region: "eu-west-1", prefixes: ["hub"] },
      ...{ template: "ROOT", upstreamAccounts: [], hasPullPolicy: false },
      attachToRoles: ["nodes", "ci"],
    };
    expect(deployedArns({ account, stacks: [stack, other] })).toEqual({
      secrets: [
        `arn:aws:secretsmanager:eu-west-1:${account}:secret:ecr-pullthroughcache/hub-*`,
        `arn:aws:secretsmanager:eu-west-1:${account}:secret:ecr-pullthroughcache/team-mirror/credentials-*`,
      ],
      repositories: [
        `arn:aws:ecr:eu-west-1:${account}:repository/hub/*`,
        `arn:aws:ecr:eu-west-1:${account}:repository/team-mirror/*`,
        `arn:aws:ecr:eu-west-1:${account}:repository/*`,
      ],
      roles: [
        `${iam}:role/prod-eu-west-1-creation`,
        `${iam}:role/prod-eu-west-1-upstream-*`,
        `${iam}:role/dev-eu-west-1-creation`,
        `${iam}:role/dev-eu-west-1-upstream-*`,
      ],
      pullPolicies: [`${iam}:policy/prod-eu-west-1-pull`],
      attachToRoles: [`${iam}:role/nodes`, `${iam}:role/ci`],
      topics: [
        `arn:aws:sns:eu-west-1:${account}:prod-eu-west-1-failures`,
        `arn:aws:sns:eu-west-1:${account}:dev-eu-west-1-failures`,
      ],
      eventRules: [
        `arn:aws:events:eu-west-1:${account}:rule/prod-eu-west-1-failures`,
        `arn:aws:events:eu-west-1:${account}:rule/dev-eu-west-1-failures`,
      ],
    });
  });
});

describe("the id of a stack that a pipeline deploys", () => {
  const inRegion = (id: string) => checkDeployedStackId(id, "eu-west-1");
  itAccepts(inRegion, ["a", "prod-1_x.y", "a".repeat(35)]);
  itRefuses(
    inRegion,
    {
      allowed: "the id of one stack: at most 35 letters, digits or ._-, without wildcards",
      fix: "write the id as the stack has it; a longer one needs another name first",
    },
    ["", "*", "prod*", "*prod", "pr od", "prod/x", "a\n", "a".repeat(36)],
  );
});

describe("the beginning of the keys of states", () => {
  itAccepts(checkStatePrefix, ["a", "ecr-pull-through-cache/", "!_.'()-/a_B1", "a".repeat(901)]);
  itRefuses(
    checkStatePrefix,
    {
      allowed: "the beginning of the keys: letters, digits or !-_.'()/, without wildcards",
      fix: 'write a folder of the bucket, such as "ecr-pull-through-cache/"',
    },
    ["", "/", "/a", "*", "a*", "?a", "a b", "${a}", "a\n", "a".repeat(902)],
  );
});

describe("what Terraform does with a state in S3", () => {
  const bucket = "acme-terraform-state";
  const list = {
    sid: "ListState",
    actions: ["s3:ListBucket"],
    resources: [`arn:aws:s3:::${bucket}`],
  };
  const keys = `arn:aws:s3:::${bucket}/ecr-pull-through-cache/*`;
  const read = { sid: "ReadState", actions: ["s3:GetObject"], resources: [keys] };

  it("is to list and read where it plans", () => {
    expect(stateStatements({ bucket }, "read")).toEqual([list, read]);
  });

  it("is to decrypt too, where there is a key", () => {
    const decrypt = { sid: "StateDecrypt", actions: ["kms:Decrypt"], resources: ["the-key"] };
    expect(stateStatements({ bucket, kmsKeyArn: "the-key" }, "read")).toEqual([
      list,
      read,
      decrypt,
    ]);
    expect(stateStatements({ bucket, kmsKeyArn: "the-key" }, "write")).toEqual([
      list,
      read,
      decrypt,
      { sid: "WriteState", actions: ["s3:PutObject"], resources: [keys] },
      { sid: "Unlock", actions: ["s3:DeleteObject"], resources: [`${keys}.tflock`] },
      { sid: "StateGenerateDataKey", actions: ["kms:GenerateDataKey"], resources: ["the-key"] },
    ]);
  });
});
