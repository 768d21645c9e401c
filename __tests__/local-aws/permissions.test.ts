import type { IAM } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import {
  ACCOUNT,
  aRole,
  aSecret,
  clientsOf,
  credentialsFrom,
  policy,
  refusal,
  useLocalAws,
} from "./fixture";

const local = useLocalAws();
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/someone`;
const ME = `arn:aws:sts::${ACCOUNT}:assumed-role/someone/a-session`;
const TRUST_ACCOUNT = { Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } };
const SECRET = "ecr-pullthroughcache/docker-hub";

/** Clients of a role that has one inline policy with these statements. */
async function someoneWho(...statements: readonly object[]) {
  await local.iam.createRole({
    RoleName: "someone",
    AssumeRolePolicyDocument: policy(TRUST_ACCOUNT),
  });
  if (statements.length > 0) {
    await local.iam.putRolePolicy({
      RoleName: "someone",
      PolicyName: "inline",
      PolicyDocument: policy(...(statements as [])),
    });
  }
  const session = await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });
  return clientsOf({ ...local.config(), credentials: credentialsFrom(session) });
}

const denied = (action: string, resource: string) =>
  `User: ${ME} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

describe("a caller who assumed a role", () => {
  it("may do only what its policy allows; each service denies the rest with its own error", async () => {
    const { ecr, secrets, iam, sts, events, sns } = await someoneWho({
      Action: "ecr:Describe*",
      Resource: "*",
    });
    await ecr.describeRegistry({});
    await sts.getCallerIdentity({});
    expect(await refusal(ecr.deleteRegistryPolicy({}))).toBe(
      `AccessDeniedException: ${denied("ecr:DeleteRegistryPolicy", "*")}`,
    );
    expect(await refusal(secrets.describeSecret({ SecretId: SECRET }))).toBe(
      `AccessDeniedException: ${denied("secretsmanager:DescribeSecret", `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${SECRET}`)}`,
    );
    expect(await refusal(events.deleteRule({ Name: "failures" }))).toBe(
      `AccessDeniedException: ${denied("events:DeleteRule", `arn:aws:events:eu-west-1:${ACCOUNT}:rule/failures`)}`,
    );
    expect(await refusal(sns.createTopic({ Name: "failures" }))).toBe(
      `AuthorizationErrorException: ${denied("sns:CreateTopic", `arn:aws:sns:eu-west-1:${ACCOUNT}:failures`)}`,
    );
    expect(await refusal(iam.getRole({ RoleName: "Someone" }))).toBe(
      `AccessDenied: ${denied("iam:GetRole", RoleArn)}`,
    );
  });

  it("may do nothing without a policy, and everything without a role", async () => {
    const { ecr } = await someoneWho();
    expect(await refusal(ecr.describeRegistry({}))).toContain("AccessDeniedException");
    await local.ecr.describeRegistry({});
  });

  it("loses its permissions with the policy, and all of them with the role", async () => {
    const { ecr } = await someoneWho({ Action: "ecr:*", Resource: "*" });
    await ecr.describeRegistry({});
    await local.iam.deleteRolePolicy({ RoleName: "someone", PolicyName: "inline" });
    expect(await refusal(ecr.describeRegistry({}))).toContain("AccessDeniedException");
    await local.iam.deleteRole({ RoleName: "someone" });
    expect(await refusal(ecr.describeRegistry({}))).toContain("AccessDeniedException");
  });

  it("may do what an attached policy allows in its default version", async () => {
    const { ecr } = await someoneWho();
    const { Policy } = await local.iam.createPolicy({
      PolicyName: "reading",
      PolicyDocument: policy({ Action: "ecr:DescribeRegistry", Resource: "*" }),
    });
    const PolicyArn = Policy?.Arn ?? "";
    await local.iam.attachRolePolicy({ RoleName: "someone", PolicyArn });
    await ecr.describeRegistry({});
    await local.iam.createPolicyVersion({
      PolicyArn,
      PolicyDocument: policy({ Action: "ecr:GetAuthorizationToken", Resource: "*" }),
      SetAsDefault: true,
    });
    expect(await refusal(ecr.describeRegistry({}))).toContain("AccessDeniedException");
  });

  it("is told that this server does not know what an AWS managed policy allows", async () => {
    const { ecr } = await someoneWho({ Action: "ecr:*", Resource: "*" });
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await local.iam.attachRolePolicy({ RoleName: "someone", PolicyArn });
    expect(await refusal(ecr.describeRegistry({}))).toBe(
      `NotImplementedException: local-aws does not implement what the AWS managed policy ${PolicyArn} allows.`,
    );
  });

  it("is logged with the permissions that it needed", async () => {
    const { secrets } = await someoneWho({ Action: "secretsmanager:*", Resource: "*" });
    await secrets.createSecret({ Name: SECRET, Tags: [{ Key: "team", Value: "platform" }] });
    const resource = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${SECRET}-XXXXXX`;
    expect(local.aws.calls.at(-1)?.actions).toEqual([
      { action: "secretsmanager:CreateSecret", resource },
      { action: "secretsmanager:TagResource", resource },
    ]);
  });
});

describe("a statement", () => {
  const reads = (more: object) => ({ Action: "secretsmanager:GetSecretValue", ...more });

  it.each([
    [
      "the whole ARN",
      { Resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${SECRET}-??????` },
    ],
    ["a beginning", { Resource: "arn:aws:secretsmanager:*:*:secret:ecr-pullthroughcache/*" }],
    [
      "one of several",
      { Resource: ["arn:aws:sns:*:*:*", "arn:aws:secretsmanager:eu-west-1:*:secret:*"] },
    ],
    ["all but others", { NotResource: "arn:aws:secretsmanager:*:*:secret:other/*" }],
    [
      "a key of the request",
      { Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } },
    ],
    [
      "a key, negated",
      { Resource: "*", Condition: { StringNotLike: { "aws:RequestedRegion": "us-*" } } },
    ],
    [
      "a key, whatever its letters",
      {
        Resource: "*",
        Condition: { StringEqualsIgnoreCase: { "AWS:requestedregion": "EU-WEST-1" } },
      },
    ],
    [
      "the role itself",
      {
        Resource: "*",
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/some*" } },
      },
    ],
    [
      "a key that is absent",
      { Resource: "*", Condition: { Null: { "iam:PassedToService": "true" } } },
    ],
    [
      "a key if it exists",
      {
        Resource: "*",
        Condition: { StringEqualsIfExists: { "iam:PassedToService": "ecr.amazonaws.com" } },
      },
    ],
  ])("allows by %s", async (_, more) => {
    await aSecret(local.secrets);
    const { secrets } = await someoneWho(reads(more));
    await secrets.getSecretValue({ SecretId: SECRET });
  });

  it.each([
    [
      "another ARN",
      { Resource: "arn:aws:secretsmanager:eu-west-1:*:secret:ecr-pullthroughcache/quay-*" },
    ],
    ["another Region", { Resource: "arn:aws:secretsmanager:us-east-1:*:secret:*" }],
    ["another service's ARN", { Resource: "arn:aws:sns:*:*:*" }],
    [
      "an ARN with a dot for any character",
      { Resource: "arn:aws:secretsmanager:eu.west.1:*:secret:*" },
    ],
    ["all but this", { NotResource: "arn:aws:secretsmanager:*:*:secret:ecr-pullthroughcache/*" }],
    [
      "a key with another value",
      {
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-*"] } },
      },
    ],
    [
      "a key that the request does not have",
      { Resource: "*", Condition: { StringLike: { "iam:PassedToService": "*" } } },
    ],
    [
      "two keys of which one differs",
      {
        Resource: "*",
        Condition: {
          StringEquals: {
            "aws:RequestedRegion": "eu-west-1",
            "aws:PrincipalAccount": "222222222222",
          },
        },
      },
    ],
  ])("does not allow by %s", async (_, more) => {
    await aSecret(local.secrets);
    const { secrets } = await someoneWho(reads(more));
    expect(await refusal(secrets.getSecretValue({ SecretId: SECRET }))).toContain(
      "no identity-based policy allows the secretsmanager:GetSecretValue action",
    );
  });

  it("that denies overrides one that allows", async () => {
    await aSecret(local.secrets);
    const { secrets } = await someoneWho(
      { Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "SecretsManager:getsecret*", Resource: "*" },
    );
    await secrets.describeSecret({ SecretId: SECRET });
    expect(await refusal(secrets.getSecretValue({ SecretId: SECRET }))).toMatch(
      /^AccessDeniedException: User: .* on resource: arn:.* with an explicit deny in an identity-based policy$/,
    );
  });

  it("of all actions but some allows the others", async () => {
    const { ecr } = await someoneWho({ NotAction: "ecr:Get*", Resource: "*" });
    await ecr.describeRegistry({});
    expect(await refusal(ecr.getAuthorizationToken({}))).toContain("AccessDeniedException");
  });

  it.each([
    [
      "operator",
      { NumericLessThan: { "aws:RequestedRegion": "1" } },
      "the condition operator NumericLessThan",
    ],
    ["key", { StringEquals: { "aws:SourceVpc": "vpc-1" } }, "the condition key aws:SourceVpc"],
    [
      "variable",
      { StringEquals: { "aws:PrincipalArn": "${aws:username}" } },
      "the policy variable in ${aws:username}",
    ],
  ])("with an unknown %s is refused, not ignored", async (_, Condition, what) => {
    const { ecr } = await someoneWho({ Action: "ecr:*", Resource: "*", Condition });
    expect(await refusal(ecr.describeRegistry({}))).toBe(
      `NotImplementedException: local-aws does not implement ${what}.`,
    );
  });
});

describe("passing a role to a service", () => {
  const rule = {
    ecrRepositoryPrefix: "platform",
    upstreamRegistryUrl: "222222222222.dkr.ecr.eu-west-1.amazonaws.com",
  };
  const create = { Action: "ecr:CreatePullThroughCacheRule", Resource: "*" };
  const linked = { Action: "iam:CreateServiceLinkedRole", Resource: "*" };
  const pass = (service: string, Resource: string) => ({
    Action: "iam:PassRole",
    Resource,
    Condition: { StringEquals: { "iam:PassedToService": service } },
  });

  it("needs a permission of its own, for the role and the service", async () => {
    const service = "pullthroughcache.ecr.amazonaws.com";
    const customRoleArn = await aRole(local.iam, service);
    const { ecr } = await someoneWho(create, linked, pass("events.amazonaws.com", "*"));
    const call = () => ecr.createPullThroughCacheRule({ ...rule, customRoleArn });
    expect(await refusal(call())).toBe(
      `AccessDeniedException: ${denied("iam:PassRole", customRoleArn)}`,
    );
    await local.iam.putRolePolicy({
      RoleName: "someone",
      PolicyName: "passing",
      PolicyDocument: policy(pass("ecr.amazonaws.com", customRoleArn)),
    });
    await call();
  });

  it("can be limited to one policy when a policy is attached", async () => {
    const attach = (name: string, iam: IAM) =>
      iam.attachRolePolicy({ RoleName: "someone", PolicyArn: `arn:aws:iam::aws:policy/${name}` });
    const { iam } = await someoneWho({
      Action: "iam:AttachRolePolicy",
      Resource: RoleArn,
      Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/One" } },
    });
    expect(await refusal(attach("Two", iam))).toBe(
      `AccessDenied: ${denied("iam:AttachRolePolicy", RoleArn)}`,
    );
    await attach("One", iam);
  });
});

describe("a call for which AWS does something else as well", () => {
  const name = (role: string) => `arn:aws:iam::${ACCOUNT}:role/aws-service-role/${role}`;

  it("needs permission to create the service-linked role in a new account", async () => {
    const quay = { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" };
    const { ecr } = await someoneWho({ Action: "ecr:*", Resource: "*" });
    const role = name("pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache");
    expect(await refusal(ecr.createPullThroughCacheRule(quay))).toBe(
      `AccessDeniedException: ${denied("iam:CreateServiceLinkedRole", role)}`,
    );
    await local.ecr.createPullThroughCacheRule({ ...quay, ecrRepositoryPrefix: "other" });
    await ecr.createPullThroughCacheRule(quay);
  });

  it("needs permission for everything that a template does to repositories", async () => {
    const { ecr } = await someoneWho(
      { Action: "ecr:*Template", Resource: "*" },
      { Action: ["ecr:CreateRepository", "iam:CreateServiceLinkedRole"], Resource: "*" },
    );
    const lifecyclePolicy = JSON.stringify({
      rules: [
        {
          rulePriority: 1,
          selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 1 },
          action: { type: "expire" },
        },
      ],
    });
    const template = { prefix: "quay", appliedFor: ["PULL_THROUGH_CACHE" as const] };
    expect(
      await refusal(ecr.createRepositoryCreationTemplate({ ...template, lifecyclePolicy })),
    ).toBe(
      `AccessDeniedException: ${denied("ecr:PutLifecyclePolicy", `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/quay/*`)}`,
    );
    await ecr.createRepositoryCreationTemplate(template);
  });

  it("needs permission to enable and disable Amazon Inspector for enhanced scanning", async () => {
    const { ecr } = await someoneWho({ Action: "ecr:*", Resource: "*" });
    const inspector = "inspector2:ListAccountPermissions";
    const put = (scanType: "BASIC" | "ENHANCED", client = ecr) =>
      client.putRegistryScanningConfiguration({ scanType, rules: [] });
    await put("BASIC");
    expect(await refusal(put("ENHANCED"))).toContain(denied(inspector, "*"));
    await put("ENHANCED", local.ecr);
    expect(local.aws.calls.at(-1)?.actions.map(({ action }) => action)).toEqual([
      "ecr:PutRegistryScanningConfiguration",
      inspector,
      "inspector2:Enable",
      "iam:CreateServiceLinkedRole",
    ]);
    expect(await refusal(put("BASIC"))).toContain(denied(inspector, "*"));
  });
});

describe("a role of this server", () => {
  const assume = () => local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });

  it("can only be assumed by principals that it trusts", async () => {
    await aRole(local.iam, "ecr.amazonaws.com", "someone");
    expect(await refusal(assume())).toBe(
      `AccessDenied: User: arn:aws:iam::${ACCOUNT}:user/local-aws is not authorized to perform: sts:AssumeRole on resource: ${RoleArn} because no identity-based policy allows the sts:AssumeRole action`,
    );
  });

  it("can require an external id", async () => {
    await local.iam.createRole({
      RoleName: "someone",
      AssumeRolePolicyDocument: policy({
        ...TRUST_ACCOUNT,
        Condition: { StringEquals: { "sts:ExternalId": "agreed" } },
      }),
    });
    expect(await refusal(assume())).toContain("AccessDenied");
    await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session", ExternalId: "agreed" });
  });

  it("is assumed from another role only with that role's permission", async () => {
    const { sts } = await someoneWho();
    expect(await refusal(sts.assumeRole({ RoleArn, RoleSessionName: "again" }))).toBe(
      `AccessDenied: ${denied("sts:AssumeRole", RoleArn)}`,
    );
  });
});
