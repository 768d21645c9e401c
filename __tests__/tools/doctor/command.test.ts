import { beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "../../../tools/terraform/terraform-cli";
import { ACCOUNT, aRole, trust, useLocalAws } from "../../local-aws/fixture";
import {
  aHealthyCache,
  aNode,
  diagnosis,
  doctor,
  EXPIRY,
  HOST,
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

async function healthyWithNode() {
  const secret = await aHealthyCache(local);
  await aNode(local, pullPolicy());
  return secret;
}

describe("npm run doctor", { timeout: 30_000 }, () => {
  it("finds nothing wrong with a cache that works, changes nothing and reads no secret", async () => {
    await healthyWithNode();
    const before = local.aws.inventory();
    const asked = local.aws.calls.length;
    expect(
      await doctor("--principal", NODE, "--image", `${HOST}/docker-hub/library/nginx`),
    ).toEqual({
      code: 0,
      stderr: "",
      stdout: `account ${ACCOUNT}, eu-west-1, caches docker-hub\n\nHealthy.\n`,
    });
    expect(local.aws.inventory()).toEqual(before);
    const calls = local.aws.calls.slice(asked);
    expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
    expect(calls.map(({ call }) => call)).not.toContain("secretsmanager:GetSecretValue");
  });

  it("has a form for programs", async () => {
    await aHealthyCache(local);
    await local.ecr.deleteRepositoryCreationTemplate({ prefix: "ROOT" });
    const { code, stdout } = await doctor("--json");
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      outcome: "findings",
      registries: [
        {
          account: ACCOUNT,
          region: "eu-west-1",
          stack: null,
          caches: [{ prefix: "docker-hub", upstream: "registry-1.docker.io" }],
          findings: [
            {
              code: "template-missing",
              severity: "warning",
              where: "rule docker-hub",
              cause: expect.stringContaining("nothing ever expires"),
              fix: "main.ts: expiry: { days: 7 }, then npx cdktf deploy",
              fixed: false,
            },
          ],
        },
      ],
    });
    expect(code).toBe(1);
  });

  it("writes for people, the worst first", async () => {
    await aHealthyCache(local, "an-expired-token");
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy(withoutCreate) });
    const { code, stdout } = await doctor("--principal", OTHERS);
    expect(stdout.replaceAll(/(docker-hub)-\w{6}\b/g, "$1-abcdef")).toMatchInlineSnapshot(`
      "account 111111111111, eu-west-1, caches docker-hub

        error: login-rejected
          rule docker-hub
            AWS cannot log in to registry-1.docker.io ("The authentication to the upstream registry failed."). What is cached is still served; new images and tags are not
            fix: write {"username": "…", "accessToken": "…"} to credentials.json, then: aws secretsmanager put-secret-value --secret-id arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-abcdef --secret-string file://credentials.json; rm credentials.json

        warning: policy-too-little
          registry policy
            it lets other accounts import without ecr:CreateRepository: from there, the first pull of a new image fails
            fix: main.ts: organizationAccess: { firstPulls: "allowed" }, then npx cdktf deploy; the puller's own policy has to allow it too

        unknown: principal-elsewhere
          arn:aws:iam::222222222222:role/node
            it is of the account 222222222222, and IAM simulates only principals of the account that asks, 111111111111
            fix: with credentials of 222222222222: aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::222222222222:role/node --action-names ecr:GetAuthorizationToken; aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::222222222222:role/node --action-names ecr:BatchGetImage ecr:BatchImportUpstreamImage ecr:CreateRepository ecr:GetDownloadUrlForLayer --resource-arns 'arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*'

      1 error, 1 warning, 1 not looked at. docs/doctor.md explains each.
      "
    `);
    expect(code).toBe(1);
  });

  it("is a command of its own, with an exit code of its own", async () => {
    const command = (args: readonly string[], env: NodeJS.ProcessEnv) =>
      run(process.execPath, ["--require", "tsx/cjs", "tools/doctor.ts", ...args], {
        env: { ...process.env, ...local.aws.environment("eu-west-1"), ...env },
      });
    const found = await command([], {});
    expect(found.stdout).toContain("error: rule-missing");
    expect(found.code).toBe(1);
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: "/dev/null" };
    const lost = await command([], nobody);
    expect(lost.stderr).toContain("AWS does not know who is asking");
    expect(lost.stderr).not.toMatch(/^ {4}at /m);
    expect(lost).toMatchObject({ code: 2, stdout: "" });
  });
});

type Break = () => Promise<unknown>;

/** Each way to break a healthy cache, what is found then, and the exit code. */
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
    () => anOlderRepository(),
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

/** The template is written again after it, as by a deploy that changes it. */
async function anOlderRepository(name = "docker-hub/library/nginx") {
  await local.ecr.createRepository({ repositoryName: name });
  await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
}

describe("a cache that was healthy", () => {
  beforeEach(healthyWithNode);

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
  beforeEach(healthyWithNode);

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
    expect(findings[1]?.cause).toContain("was not looked at: AccessDeniedException");
  });
});

describe("--fix", () => {
  beforeEach(healthyWithNode);
  const policyOf = async (repositoryName: string) => {
    const asked = local.ecr.getLifecyclePolicy({ repositoryName });
    return asked.then(({ lifecyclePolicyText }) => lifecyclePolicyText).catch(({ name }) => name);
  };
  const NONE = "LifecyclePolicyNotFoundException";

  it("puts the template's policy on exactly the older repositories of caches that have none", async () => {
    const names = [
      "docker-hub/library/nginx",
      "docker-hub/grafana/loki",
      "docker-hub-not",
      "team/app",
    ];
    for (const repositoryName of [...names, "docker-hub/kept", "docker-hub"]) {
      await local.ecr.createRepository({ repositoryName });
    }
    const kept = EXPIRY.replace("7", "30");
    await local.ecr.putLifecyclePolicy({
      repositoryName: "docker-hub/kept",
      lifecyclePolicyText: kept,
    });
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await local.ecr.createRepository({ repositoryName: "docker-hub/younger" });

    const asked = local.aws.calls.length;
    const { code, stdout, stderr } = await doctor("--fix");
    expect(stderr).toBe(
      `--fix will, in ${ACCOUNT}, eu-west-1:
  put the lifecycle policy of the template ROOT on docker-hub/grafana/loki
  put the lifecycle policy of the template ROOT on docker-hub/library/nginx
`,
    );
    expect(stdout).toContain("Healthy (2 fixed).");
    expect(code).toBe(0);
    const changes = local.aws.calls.slice(asked).filter(({ mutating }) => mutating);
    expect(changes.map(({ call }) => call)).toEqual(Array(2).fill("ecr:PutLifecyclePolicy"));
    expect(await policyOf("docker-hub/library/nginx")).toBe(EXPIRY);
    expect(await policyOf("docker-hub/grafana/loki")).toBe(EXPIRY);
    expect(await policyOf("docker-hub/kept")).toBe(kept);
    for (const name of ["docker-hub-not", "team/app", "docker-hub/younger", "docker-hub"]) {
      expect(await policyOf(name)).toBe(NONE);
    }
    expect(await doctor("--fix")).toMatchObject({ code: 0, stderr: "" });
  });

  it("goes on where one of them fails, and can be repeated", async () => {
    await anOlderRepository("docker-hub/a");
    await anOlderRepository("docker-hub/b");
    local.aws.fail({ call: "ecr:PutLifecyclePolicy" });
    const first = await diagnosis("--fix");
    expect(first.findings.map(({ where, fixed }) => [where, fixed])).toEqual([
      ["repository docker-hub/a", false],
      ["repository docker-hub/b", true],
    ]);
    expect(first.findings[0]?.cause).toContain("could not be fixed: AccessDeniedException");
    expect(first.code).toBe(1);
    const second = await diagnosis("--fix");
    expect(second.findings.map(({ where, fixed }) => [where, fixed])).toEqual([
      ["repository docker-hub/a", true],
    ]);
    expect(second.code).toBe(0);
    expect(await diagnosis()).toMatchObject({ code: 0, codes: [] });
  });

  it("takes the closest template's policy", async () => {
    await local.ecr.createRepository({ repositoryName: "docker-hub/library/nginx" });
    const closer = EXPIRY.replace("7", "90");
    await local.ecr.createRepositoryCreationTemplate({
      prefix: "docker-hub/library",
      appliedFor: ["PULL_THROUGH_CACHE"],
      lifecyclePolicy: closer,
    });
    await doctor("--fix");
    expect(await policyOf("docker-hub/library/nginx")).toBe(closer);
  });

  it("leaves the repositories of a ROOT cache alone: they may be your own", async () => {
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "ROOT",
      upstreamRegistryUrl: "public.ecr.aws",
    });
    await anOlderRepository("team/app");
    const { code, codes } = await diagnosis("--fix");
    expect({ code, codes }).toEqual({ code: 0, codes: ["note lifecycle-root"] });
    expect(await policyOf("team/app")).toBe(NONE);
  });

  it("finds repositories on every page", async () => {
    for (let index = 0; index < 105; index += 1) {
      await local.ecr.createRepository({ repositoryName: `docker-hub/app-${index}` });
    }
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
    const { stdout, code } = await doctor();
    expect(stdout).toContain("    and 95 more (--json names all)\n");
    expect(code).toBe(1);
  });

  it("waits where AWS slows it down", { timeout: 20_000 }, async () => {
    await anOlderRepository();
    local.aws.throttle({ call: "ecr:PutLifecyclePolicy" });
    expect(await diagnosis("--fix")).toMatchObject({ code: 0, outcome: "healthy" });
    const puts = local.aws.calls.filter(({ call }) => call === "ecr:PutLifecyclePolicy");
    expect(puts.map(({ error }) => error)).toEqual(["ThrottlingException", undefined]);
  });
});

describe("the app", { timeout: 30_000 }, () => {
  it("says what should be there", async () => {
    const { codes, findings, code } = await diagnosis("--app", "main.ts");
    expect(codes).toEqual(["error rule-missing", "error policy-missing"]);
    expect(findings[0]?.fix).toBe("npx cdktf deploy ecr-pull-through-cache");
    expect(code).toBe(1);
  });

  it("has what it asked for noted, not found fault with", async () => {
    await aHealthyCache(local);
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy(withoutCreate) });
    const { codes, code } = await diagnosis("--stack", "ecr-pull-through-cache");
    expect({ codes, code }).toEqual({ codes: ["note policy-too-little"], code: 0 });
  });

  it.each([
    [["--app", "main.ts", "--region", "us-east-1"], "main.ts has no stack in us-east-1."],
    [["--app", "examples/pipeline-access.ts"], "has no stack with caches to look at"],
    [["--app", "man.ts"], "There is no app man.ts."],
  ])("%j cannot be looked at", async (args, sentence) => {
    const { code, stdout, stderr } = await doctor(...args);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a registry of scope V1", () => {
  const old = useLocalAws({ registryPolicyScope: "V1" });
  useEnvironmentOf(old);

  it("needs the template to let others read", async () => {
    await old.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "public.ecr.aws",
    });
    const V1 = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    await old.ecr.putRegistryPolicy({ policyText: organizationPolicy(V1) });
    const template = { prefix: "docker-hub", appliedFor: ["PULL_THROUGH_CACHE" as const] };
    await old.ecr.createRepositoryCreationTemplate(template);
    expect((await diagnosis()).codes).toEqual(Array(2).fill("warning policy-too-little"));
    await old.ecr.updateRepositoryCreationTemplate({
      prefix: "docker-hub",
      repositoryPolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"] }],
      }),
    });
    expect((await diagnosis()).codes).toEqual([]);
  });
});

describe("a look that cannot begin", () => {
  it("says what AWS refused", async () => {
    local.aws.fail({ call: "ecr:DescribePullThroughCacheRules" });
    const { code, stdout, stderr } = await doctor("--json");
    expect(stderr).toContain("AWS refused the look: AccessDeniedException: ");
    expect(stderr).toContain("fix: allow whoever runs this");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("needs a Region", async () => {
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) vi.stubEnv(name, "");
    const { code, stderr } = await doctor();
    expect(stderr).toContain("Nobody says which Region to look at.");
    expect(code).toBe(2);
  });
});
