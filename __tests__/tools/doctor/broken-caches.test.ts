import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, aRole, trust, useLocalAws } from "../../local-aws/fixture";
import {
  anOlderRepository,
  diagnosis,
  doctor,
  healthyWithNode,
  NODE,
  organizationPolicy,
  pullPolicy,
  useEnvironmentOf,
  withoutCreate,
} from "./fixture";

const local = useLocalAws({ rejectedTokens: ["an-expired-token"] });
useEnvironmentOf(local);

const OTHERS = `arn:aws:iam::222222222222:role/node`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/abcd`;

/** Each way to break a healthy cache, what is found then, and the exit code. */
type Break = () => Promise<unknown>;

const BROKEN: readonly [
  name: string,
  breakIt: Break,
  args: string[],
  codes: string[],
  exit: number,
][] = [
  [
    "the rule is gone",
    () => local.ecr.deletePullThroughCacheRule({ ecrRepositoryPrefix: "docker-hub" }),
    ["--prefix", "docker-hub"],
    ["error rule-missing"],
    1,
  ],
  [
    "there is no cache at all",
    () => local.ecr.deletePullThroughCacheRule({ ecrRepositoryPrefix: "docker-hub" }),
    [],
    ["error rule-missing"],
    1,
  ],
  [
    "the upstream rejects the token",
    () => putSecret({ username: "someone", accessToken: "an-expired-token" }),
    [],
    ["error login-rejected"],
    1,
  ],
  [
    "a key of the secret is missing",
    () => putSecret({ username: "someone" }),
    [],
    ["error secret-shape"],
    1,
  ],
  [
    "the secret is scheduled for deletion",
    () => local.secrets.deleteSecret({ SecretId: "ecr-pullthroughcache/docker-hub" }),
    [],
    ["error secret-deleted"],
    1,
  ],
  [
    "the secret is gone",
    () =>
      local.secrets.deleteSecret({
        SecretId: "ecr-pullthroughcache/docker-hub",
        ForceDeleteWithoutRecovery: true,
      }),
    [],
    ["error secret-missing"],
    1,
  ],
  [
    "a key of one's own encrypts the secret",
    () =>
      local.secrets.updateSecret({
        SecretId: "ecr-pullthroughcache/docker-hub",
        KmsKeyId: KEY,
      }),
    [],
    ["error secret-key"],
    1,
  ],
  [
    "the registry's policy lets others import, and make no repository",
    () => local.ecr.putRegistryPolicy({ policyText: organizationPolicy(withoutCreate) }),
    [],
    ["warning policy-too-little"],
    1,
  ],
  [
    "the template has tags and no role",
    () =>
      local.ecr.updateRepositoryCreationTemplate({
        prefix: "ROOT",
        resourceTags: [{ Key: "team", Value: "platform" }],
      }),
    [],
    ["error template-role-needed"],
    1,
  ],
  [
    "the template has a KMS key and no role",
    () =>
      local.ecr.updateRepositoryCreationTemplate({
        prefix: "ROOT",
        encryptionConfiguration: { encryptionType: "KMS", kmsKey: KEY },
      }),
    [],
    ["error template-role-needed"],
    1,
  ],
  [
    "the template's role is gone",
    async () => {
      await aTemplateRole();
      await local.iam.deleteRole({ RoleName: "a-role" });
    },
    [],
    ["error role-missing"],
    1,
  ],
  [
    "the template's role trusts somebody else",
    async () => {
      await aTemplateRole();
      await local.iam.updateAssumeRolePolicy({
        RoleName: "a-role",
        PolicyDocument: trust("pullthroughcache.ecr.amazonaws.com"),
      });
    },
    [],
    ["error role-trust"],
    1,
  ],
  [
    "the role of a rule for another registry is gone",
    async () => {
      const customRoleArn = await aRole(local.iam, "pullthroughcache.ecr.amazonaws.com");
      await local.ecr.createPullThroughCacheRule({
        ecrRepositoryPrefix: "team",
        upstreamRegistryUrl: "222222222222.dkr.ecr.eu-west-1.amazonaws.com",
        customRoleArn,
      });
      await local.iam.deleteRole({ RoleName: "a-role" });
    },
    [],
    ["error role-missing"],
    1,
  ],
  [
    "the node may not make repositories, and no policy of the registry lets it",
    async () => {
      await local.ecr.deleteRegistryPolicy({});
      await local.iam.putRolePolicy({
        RoleName: "node",
        PolicyName: "pull",
        PolicyDocument: pullPolicy(withoutCreate),
      });
    },
    ["--principal", NODE],
    ["error principal-permission"],
    1,
  ],
  [
    "the node is not there",
    async () => {
      await local.iam.deleteRolePolicy({ RoleName: "node", PolicyName: "pull" });
      await local.iam.deleteRole({ RoleName: "node" });
    },
    ["--principal", NODE],
    ["error principal-missing"],
    1,
  ],
  [
    "the node is of another account",
    async () => {},
    ["--principal", OTHERS],
    ["unknown principal-elsewhere"],
    2,
  ],
  [
    "AWS does not let this be looked at",
    async () => local.aws.fail({ call: "ecr:ValidatePullThroughCacheRule" }),
    [],
    ["unknown not-looked-at"],
    2,
  ],
  [
    "a repository was made before the template",
    () => anOlderRepository(local),
    [],
    ["warning lifecycle-missing"],
    1,
  ],
];

async function putSecret(value: object) {
  await local.secrets.putSecretValue({
    SecretId: "ecr-pullthroughcache/docker-hub",
    SecretString: JSON.stringify(value),
  });
}

async function aTemplateRole() {
  const customRoleArn = await aRole(local.iam, "ecr.amazonaws.com");
  await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", customRoleArn });
}

describe("a cache that was healthy", () => {
  beforeEach(() => healthyWithNode(local));

  it.each(BROKEN)("is found out when %s", async (_, breakIt, args, codes, exit) => {
    const looked = args.includes(OTHERS) ? [] : args;
    expect(await diagnosis(...looked)).toMatchObject({ codes: [], code: 0 });
    await breakIt();
    const { code, codes: found, findings } = await diagnosis(...args);
    expect(found).toEqual(codes);
    expect(code).toBe(exit);
    expect(findings[0]?.fix).toBeTruthy();
  });
});

describe("the value of a secret", () => {
  beforeEach(() => healthyWithNode(local));

  it("is in no output, whatever is wrong with it", async () => {
    for (const value of [
      { username: "a-value-that-nobody-sees", accessToken: "an-expired-token" },
      { username: "a-value-that-nobody-sees", "a-value-that-nobody-sees": "" },
    ]) {
      await putSecret(value);
      const { code, stdout, stderr } = await doctor();
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/that-nobody-sees|expired-token/);
    }
  });

  it("is not looked at by who may not, and that is said", async () => {
    await putSecret({ username: "someone" });
    local.aws.fail({ call: "secretsmanager:GetSecretValue" });
    const { codes, findings } = await diagnosis();
    expect(codes).toEqual(["error login-rejected", "note secret-not-read"]);
    expect(findings[1]?.cause).toContain("was not checked: AccessDeniedException");
  });
});
