import { IAM } from "@aws-sdk/client-iam";
import { describe, expect, it } from "vitest";
import { ACCOUNT, aRole, refusal, trust, useLocalAws } from "./fixture";

const local = useLocalAws();
const RoleName = "a-role";
const allow = (statement: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "ecr:BatchGetImage", Resource: "*", ...statement }],
  });
const trusts = (Principal: unknown, statement: object = {}) =>
  allow({ Action: "sts:AssumeRole", Principal, Resource: undefined, ...statement });
const managed = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";

describe("a role", () => {
  it("is returned with its trust policy percent-encoded", async () => {
    const AssumeRolePolicyDocument = trust("ecr.amazonaws.com");
    await local.iam.createRole({
      RoleName,
      Path: "/ecr/",
      Description: 'Pulls <images> & "more"\r\n\tthan that',
      AssumeRolePolicyDocument,
      Tags: [{ Key: "team", Value: "a + b" }],
    });
    const { Role } = await local.iam.getRole({ RoleName });
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/ecr/a-role`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Description: 'Pulls <images> & "more"\r\n\tthan that',
      MaxSessionDuration: 3600,
      CreateDate: expect.any(Date),
      Tags: [{ Key: "team", Value: "a + b" }],
    });
    expect(Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version/);
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toBe(AssumeRolePolicyDocument);
  });

  it("has a name that is unique regardless of case", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    expect(await refusal(aRole(local.iam, "ecr.amazonaws.com", "A-Role"))).toBe(
      "EntityAlreadyExistsException: Role with name A-Role already exists.",
    );
  });

  it("that does not exist is no such entity", async () => {
    expect(await refusal(local.iam.getRole({ RoleName }))).toBe(
      "NoSuchEntityException: The role with name a-role cannot be found.",
    );
  });

  it("exists in every Region", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    const { Roles } = await new IAM(local.config("us-east-1")).listRoles({});
    expect(Roles?.map((role) => role.RoleName)).toEqual([RoleName]);
  });

  it("refuses a name that is too long, with the message of IAM", async () => {
    const long = "r".repeat(65);
    expect(await refusal(local.iam.getRole({ RoleName: long }))).toBe(
      `ValidationError: 1 validation error detected: Value '${long}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    );
  });

  it.each([
    ["{", "Syntax errors in policy."],
    [trust("not a service"), 'Invalid principal in policy: "SERVICE":"not a service"'],
    [allow({ Resource: undefined }), "Missing required field Principal"],
    [allow({ Principal: "*" }), "Has prohibited field Resource"],
    [
      allow({ Principal: "*", Resource: undefined }),
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    [
      trusts("*", { Action: "sts:AssumeRoles" }),
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    [
      trust("pullthrough.ecr.amazonaws.com"),
      'Invalid principal in policy: "SERVICE":"pullthrough.ecr.amazonaws.com"',
    ],
    [
      trusts({ AWS: `arn:aws:iam::${ACCOUNT}:role/absent` }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:role/absent"`,
    ],
    [
      trusts({ AWS: `arn:aws:iam::${ACCOUNT}:user/absent` }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/absent"`,
    ],
    [
      trusts({ AWS: "arn:aws:iam::222222222222:role/*" }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::222222222222:role/*"',
    ],
    [
      trusts({ AWS: "arn:aws-cn:iam::222222222222:root" }),
      'Invalid principal in policy: "AWS":"arn:aws-cn:iam::222222222222:root"',
    ],
    [
      trusts({ AWS: "arn:aws:s3:::a-bucket" }),
      'Invalid principal in policy: "AWS":"arn:aws:s3:::a-bucket"',
    ],
    [trusts({ CanonicalUser: "79a5" }), 'Invalid principal in policy: "CANONICALUSER":"79a5"'],
    [
      trusts({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com` }),
      "Federated principals must be valid domain names or SAML metadata ARNs",
    ],
    [
      JSON.stringify({ ...JSON.parse(trust("ecr.amazonaws.com")), Version: undefined }),
      "Policy document must be version 2012-10-17 or greater.",
    ],
  ])("refuses the trust policy %s", async (AssumeRolePolicyDocument, message) => {
    const call = local.iam.createRole({ RoleName, AssumeRolePolicyDocument });
    expect(await refusal(call)).toBe(`MalformedPolicyDocumentException: ${message}`);
  });

  it.each([
    ["2008-10-17", JSON.parse(trust("ecs-tasks.amazonaws.com"))],
    ["2012-10-17", JSON.parse(trusts({ AWS: ["222222222222", "*"] }))],
    ["2012-10-17", JSON.parse(trusts({ AWS: `arn:aws:iam::${ACCOUNT}:user/local-aws` }))],
    ["2012-10-17", JSON.parse(trusts({ Service: "logs.eu-west-1.amazonaws.com" }))],
    ["2012-10-17", JSON.parse(trusts({ Federated: "cognito-identity.amazonaws.com" }))],
    ["2012-10-17", JSON.parse(trusts("*", { Action: ["sts:assumeRole", "sts:TagSession"] }))],
  ])("accepts a trust policy of version %s: %j", async (Version, document) => {
    const AssumeRolePolicyDocument = JSON.stringify({ ...document, Version });
    const call = local.iam.createRole({ RoleName, AssumeRolePolicyDocument });
    expect(await refusal(call)).toBe("accepted");
  });

  it("can be changed in everything but its name", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    await local.iam.updateRole({ RoleName, Description: "after", MaxSessionDuration: 7200 });
    const PolicyDocument = trust("pullthroughcache.ecr.amazonaws.com");
    await local.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument });
    const { Role } = await local.iam.getRole({ RoleName });
    expect(Role).toMatchObject({ Description: "after", MaxSessionDuration: 7200 });
    await local.iam.updateRoleDescription({ RoleName, Description: "later" });
    expect((await local.iam.getRole({ RoleName })).Role?.Description).toBe("later");
  });

  it("is in no instance profile", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    const { InstanceProfiles } = await local.iam.listInstanceProfilesForRole({ RoleName });
    expect(InstanceProfiles).toEqual([]);
  });
});

describe("the policies of a role", () => {
  it("are inline", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    const policy = { RoleName, PolicyName: "pull" };
    await local.iam.putRolePolicy({ ...policy, PolicyDocument: allow() });
    const { PolicyDocument = "" } = await local.iam.getRolePolicy(policy);
    expect(decodeURIComponent(PolicyDocument)).toBe(allow());
    expect((await local.iam.listRolePolicies({ RoleName })).PolicyNames).toEqual(["pull"]);
    await local.iam.deleteRolePolicy(policy);
    expect(await refusal(local.iam.getRolePolicy(policy))).toBe(
      "NoSuchEntityException: The role policy with name pull cannot be found.",
    );
  });

  it("can be AWS managed", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    await local.iam.attachRolePolicy({ RoleName, PolicyArn: managed });
    const { AttachedPolicies } = await local.iam.listAttachedRolePolicies({ RoleName });
    expect(AttachedPolicies).toEqual([
      { PolicyName: "AmazonEC2ContainerRegistryPullOnly", PolicyArn: managed },
    ]);
  });

  it("must exist to be attached", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/absent`;
    expect(await refusal(local.iam.attachRolePolicy({ RoleName, PolicyArn }))).toBe(
      `NoSuchEntityException: Policy ${PolicyArn} does not exist or is not attachable.`,
    );
    expect(await refusal(local.iam.detachRolePolicy({ RoleName, PolicyArn }))).toBe(
      `NoSuchEntityException: Policy ${PolicyArn} was not found.`,
    );
  });

  it("must be removed before the role", async () => {
    await aRole(local.iam, "ecr.amazonaws.com");
    await local.iam.putRolePolicy({ RoleName, PolicyName: "pull", PolicyDocument: allow() });
    await local.iam.attachRolePolicy({ RoleName, PolicyArn: managed });
    expect(await refusal(local.iam.deleteRole({ RoleName }))).toBe(
      "DeleteConflictException: Cannot delete entity, must detach all policies first.",
    );
    await local.iam.detachRolePolicy({ RoleName, PolicyArn: managed });
    expect(await refusal(local.iam.deleteRole({ RoleName }))).toBe(
      "DeleteConflictException: Cannot delete entity, must delete policies first.",
    );
    await local.iam.deleteRolePolicy({ RoleName, PolicyName: "pull" });
    await local.iam.deleteRole({ RoleName });
    expect(local.aws.inventory()).toEqual({});
  });

  it.each([
    [allow({ Principal: "*" }), "Policy document should not specify a principal."],
    [allow({ Resource: "docker-hub/*" }), 'Resource docker-hub/* must be in ARN format or "*".'],
    [allow({ Resource: undefined }), "Policy statement must contain resources."],
    [allow({ Sid: "with space" }), "Statement IDs (SID) must be alpha-numeric."],
    [
      allow({ Action: "BatchGetImage" }),
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    [
      JSON.stringify({ ...JSON.parse(allow()), Version: undefined }),
      "Policy document must be version 2012-10-17 or greater.",
    ],
    [JSON.stringify({ ...JSON.parse(allow()), Id: 1 }), "Syntax errors in policy."],
    [
      allow({ Resource: "arn:aws-cn:s3:::states" }),
      'Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::states".',
    ],
    [
      allow({ NotResource: "arn:aws:*:::states", Resource: undefined }),
      "Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    [allow({ Resource: "arn:aws:s3::states" }), "The policy failed legacy parsing"],
    [
      allow({ Resource: "arn:aws:s3:eu-west-1::states/*" }),
      "Resource arn:aws:s3:eu-west-1::states/* can not contain region information.",
    ],
    [
      allow({ Resource: `arn:aws:iam:eu-west-1:${ACCOUNT}:role/a` }),
      `IAM resource arn:aws:iam:eu-west-1:${ACCOUNT}:role/a cannot contain region information.`,
    ],
    [
      allow({ Resource: `arn:aws:iam::${ACCOUNT}:a-role` }),
      'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [
      allow({ Condition: { DateGreaterThan: { "aws:CurrentTime": "tomorrow" } } }),
      "Syntax errors in policy.",
    ],
  ])("refuse the document %s", async (PolicyDocument, message) => {
    await aRole(local.iam, "ecr.amazonaws.com");
    const call = local.iam.putRolePolicy({ RoleName, PolicyName: "pull", PolicyDocument });
    expect(await refusal(call)).toBe(`MalformedPolicyDocumentException: ${message}`);
  });
});

it.each([
  ["the older version", JSON.stringify({ ...JSON.parse(allow()), Version: "2008-10-17" })],
  [
    "a policy variable in an ARN",
    allow({ Resource: "arn:aws:iam::${aws:PrincipalAccount}:role/a" }),
  ],
  ["every resource of IAM", allow({ Resource: `arn:*:iam::${ACCOUNT}:*` })],
  ["an access point", allow({ Resource: `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/a` })],
  [
    "dates",
    allow({
      Condition: {
        DateLessThanIfExists: { "aws:CurrentTime": ["2027", "2027-01-31T12:00Z", 1767225600] },
      },
    }),
  ],
])("an inline policy may have %s", async (_, PolicyDocument) => {
  await aRole(local.iam, "ecr.amazonaws.com");
  const call = local.iam.putRolePolicy({ RoleName, PolicyName: "pull", PolicyDocument });
  expect(await refusal(call)).toBe("accepted");
});

describe("a managed policy", () => {
  const create = (PolicyName = "pull") =>
    local.iam.createPolicy({ PolicyName, PolicyDocument: allow() }).then((made) => made.Policy);

  it("has up to five versions, one of which is the default", async () => {
    const PolicyArn = (await create())?.Arn ?? "";
    const add = (SetAsDefault: boolean) =>
      local.iam.createPolicyVersion({
        PolicyArn,
        PolicyDocument: allow({ Sid: "x" }),
        SetAsDefault,
      });
    for (let n = 0; n < 4; n += 1) await add(n === 0);
    expect(await refusal(add(true))).toMatch(/^LimitExceededException: .* up to 5 versions/);
    expect((await local.iam.getPolicy({ PolicyArn })).Policy?.DefaultVersionId).toBe("v2");
    expect(await refusal(local.iam.deletePolicyVersion({ PolicyArn, VersionId: "v2" }))).toBe(
      "DeleteConflictException: Cannot delete the default version of a policy.",
    );
    await local.iam.setDefaultPolicyVersion({ PolicyArn, VersionId: "v1" });
    await local.iam.deletePolicyVersion({ PolicyArn, VersionId: "v2" });
    const { Versions } = await local.iam.listPolicyVersions({ PolicyArn });
    expect(Versions?.map((version) => version.VersionId)).toEqual(["v5", "v4", "v3", "v1"]);
    expect(await refusal(local.iam.deletePolicy({ PolicyArn }))).toMatch(
      /^DeleteConflictException: This policy has more than one version\./,
    );
  });

  it("has versions that can be read, and is listed among the customer managed policies", async () => {
    const PolicyArn = (await create())?.Arn ?? "";
    const { PolicyVersion } = await local.iam.getPolicyVersion({ PolicyArn, VersionId: "v1" });
    expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toBe(allow());
    const { Policies } = await local.iam.listPolicies({ Scope: "Local" });
    expect(Policies?.map(({ Arn }) => Arn)).toEqual([PolicyArn]);
    expect(await refusal(local.iam.listPolicies({}))).toBe(
      "NotImplementedException: local-aws does not implement iam:ListPolicies of any Scope but Local.",
    );
  });

  it("is of the current version of the policy language", async () => {
    const PolicyDocument = JSON.stringify({ ...JSON.parse(allow()), Version: "2008-10-17" });
    expect(await refusal(local.iam.createPolicy({ PolicyName: "pull", PolicyDocument }))).toBe(
      "MalformedPolicyDocumentException: Policy document must be version 2012-10-17 or greater.",
    );
  });

  it("lists its tags", async () => {
    const Tags = [{ Key: "team", Value: "platform" }];
    const { Policy } = await local.iam.createPolicy({
      PolicyName: "pull",
      PolicyDocument: allow(),
      Tags,
    });
    const listed = await local.iam.listPolicyTags({ PolicyArn: Policy?.Arn });
    expect(listed).toMatchObject({ IsTruncated: false, Tags });
  });

  it("exists once under a name", async () => {
    await create();
    expect(await refusal(create())).toBe(
      "EntityAlreadyExistsException: A policy called pull already exists. Duplicate names are not allowed.",
    );
  });

  it("cannot be deleted while a role has it", async () => {
    const PolicyArn = (await create())?.Arn ?? "";
    await aRole(local.iam, "ecr.amazonaws.com");
    await local.iam.attachRolePolicy({ RoleName, PolicyArn });
    expect(await refusal(local.iam.deletePolicy({ PolicyArn }))).toBe(
      "DeleteConflictException: Cannot delete a policy attached to entities.",
    );
    const { PolicyRoles } = await local.iam.listEntitiesForPolicy({ PolicyArn });
    expect(PolicyRoles?.map((role) => role.RoleName)).toEqual([RoleName]);
    await local.iam.detachRolePolicy({ RoleName, PolicyArn });
    expect(await refusal(local.iam.deletePolicy({ PolicyArn }))).toBe("accepted");
  });

  it("of AWS can be attached, but reading it is refused as not implemented", async () => {
    expect(await refusal(local.iam.getPolicy({ PolicyArn: managed }))).toBe(
      `NotImplementedException: local-aws does not implement reading the AWS managed policy ${managed}.`,
    );
  });
});
