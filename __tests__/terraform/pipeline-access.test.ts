import { ECR } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { RecordedCall } from "../../local-aws/call-log";
import type { CommandResult } from "../../tools/terraform/terraform-cli";
import { aRole, createBucket, policy, refusal, trust } from "../local-aws/fixture";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { endState } from "./end-state";
import { IdentityFile } from "./identity-file";
import { asJob, GITHUB_JOBS, roleArn } from "./pipeline-jobs";
import { RegistryReader } from "./registry-reader";

const ACCOUNT = "111111111111";
const EVERY_FEATURE = "__tests__/fixtures/every-feature.ts";
const ACCESS = "__tests__/fixtures/access-for-every-feature.ts";
type Task = keyof typeof GITHUB_JOBS;

/** How the provider looks at a secret's version: before 6.26.0 always by its value. */
const READ_VALUE = "secretsmanager:GetSecretValue";
const LIST_VERSIONS = "secretsmanager:ListSecretVersionIds";
/** The provider lists tags by themselves only when reading a resource did not bring them. */
const LIST_TAGS = ["iam:ListPolicyTags", "iam:ListRoleTags"];

describeWithTerraform("a pipeline that deploys every feature with its two roles", () => {
  const identity = new IdentityFile();
  let access: Deployment;
  let caches: Deployment;
  let iam: IAM;
  let config: RegistryReader["config"];
  const calls: Record<Task, RecordedCall[]> = { plan: [], apply: [] };

  beforeAll(async () => {
    identity.becomeAdministrator();
    access = await Deployment.open(ACCESS, { registryPolicyScope: "V1" }, identity);
    config = new RegistryReader(access.aws, REGION).config;
    await createBucket(config, "acme-terraform-state");
    caches = await access.beside(EVERY_FEATURE);
    iam = new IAM(config);
    // What there is in the account besides: the nodes, and roles for a mirror.
    await aRole(iam, "ec2.amazonaws.com", "nodes");
    for (const name of ["old", "new"]) {
      const role = `production-${REGION}-upstream-${name}`;
      await aRole(iam, "pullthroughcache.ecr.amazonaws.com", role);
    }
    succeeded(await access.apply());
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    caches.sandbox.close();
    await access.close();
    identity.remove();
  });

  /** Lets a job of the pipeline run Terraform, and keeps what it asked AWS for. */
  async function job(task: Task, ...args: string[]): Promise<CommandResult> {
    const before = caches.aws.calls.length;
    identity.becomeJob(roleArn(task), GITHUB_JOBS[task]);
    // To lock the state is to write.
    const lock = task === "plan" ? ["-lock=false"] : [];
    const result = await caches.terraform(...args, ...lock, "-input=false", "-no-color");
    calls[task].push(...caches.aws.calls.slice(before));
    return result;
  }

  it("deploys everything with the role that applies", async () => {
    succeeded(await job("apply", "apply", "-auto-approve"));
  });

  it("plans without the values of secrets, and a provider that asks for them has to leave it", async () => {
    const planned = await job("plan", "plan");
    expect(deniedCalls(calls.plan)).toEqual(asksForValues() ? [READ_VALUE] : []);
    expect(planned.code).toBe(asksForValues() ? 1 : 0);
    const unrefreshed = await job("plan", "plan", "-refresh=false");
    succeeded(unrefreshed);
    expect(unrefreshed.stdout).toContain("No changes.");
  });

  it("does not write with the role that plans", async () => {
    identity.becomeAdministrator();
    vi.stubEnv("PLAN_SECRET_VALUES", "readable");
    await access.synthesizeAgain(ACCESS);
    succeeded(await access.apply());
    await driftByHand();
    vi.stubEnv("CHANGED", "yes");
    await caches.synthesizeAgain(EVERY_FEATURE);
    const held = endState(caches.aws);
    calls.plan = [];
    const applied = await job("plan", "apply", "-auto-approve");
    expect(applied.code).toBe(1);
    expect(applied.stderr).toContain("because no identity-based policy allows the");
    expect(endState(caches.aws)).toEqual(held);
    const written = calls.plan.filter(({ mutating }) => mutating);
    expect(written.length).toBeGreaterThan(5);
    expect(written.filter(({ error }) => error === undefined)).toEqual(tokenExchanges(written));
  });

  it("changes everything, and repairs what somebody changed by hand, with the role that applies", async () => {
    succeeded(await job("apply", "apply", "-auto-approve"));
  });

  it("plans with the role that plans, and sees that nothing is left to do", async () => {
    const planned = await job("plan", "plan", "-detailed-exitcode");
    expect(planned.stderr).toBe("");
    expect(planned.code).toBe(0);
  });

  it("reaches nothing of others with the role that applies", async () => {
    const secrets = new SecretsManager(await asJob(config, "apply"));
    const own = new IAM(await asJob(config, "apply"));
    const elsewhere = new ECR(await asJob(config, "apply", "us-east-1"));
    const ecr = new ECR(await asJob(config, "apply"));
    await new SecretsManager(config).createSecret({
      Name: "billing",
      SecretString: "not-a-secret",
    });
    const PolicyDocument = policy({ Action: "*", Resource: "*" });
    const attempts = [
      secrets.getSecretValue({ SecretId: "billing" }),
      secrets.deleteSecret({ SecretId: "billing" }),
      own.putRolePolicy({ RoleName: "nodes", PolicyName: "more", PolicyDocument }),
      own.putRolePolicy({ RoleName: "pipeline-access-apply", PolicyName: "more", PolicyDocument }),
      own.updateAssumeRolePolicy({
        RoleName: "pipeline-access-plan",
        PolicyDocument: trust("ec2.amazonaws.com"),
      }),
      own.attachRolePolicy({
        RoleName: "nodes",
        PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
      own.createRole({ RoleName: "mine", AssumeRolePolicyDocument: trust("ec2.amazonaws.com") }),
      own.deleteOpenIDConnectProvider({
        OpenIDConnectProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
      }),
      elsewhere.deleteRegistryPolicy({}),
      ecr.putAccountSetting({ name: "BLOB_MOUNTING", value: "ENABLED" }),
      ecr.createPullThroughCacheRule({
        ecrRepositoryPrefix: "stolen",
        upstreamRegistryUrl: `222222222222.dkr.ecr.${REGION}.amazonaws.com`,
        customRoleArn: `arn:aws:iam::${ACCOUNT}:role/nodes`,
      }),
    ];
    for (const attempt of attempts) {
      expect(await refusal(attempt)).toMatch(/^AccessDenied.* is not authorized to perform: /);
    }
  });

  it("destroys everything with the role that applies", async () => {
    succeeded(await job("apply", "apply", "-destroy", "-auto-approve"));
    expect(deniedCalls(calls.apply)).toEqual([]);
    const held = caches.aws.inventory()[ACCOUNT] ?? {};
    expect(Object.keys(held[REGION] ?? {}).sort()).toEqual([
      "accountSettings",
      "buckets",
      "secrets",
    ]);
    expect(held["global"]?.policies?.map(({ name }) => name).sort()).toEqual([
      "pipeline-access-apply-boundary",
      "pipeline-access-boundary",
    ]);
    expect(held["global"]?.roles?.map(({ name }) => name).sort()).toEqual([
      "nodes",
      "pipeline-access-apply",
      "pipeline-access-plan",
      `production-${REGION}-upstream-new`,
      `production-${REGION}-upstream-old`,
    ]);
  });

  it.each(["plan", "apply"] as const)(
    "may do nothing with %s that these runs did not do",
    async (task) => {
      const document = await iam.getRolePolicy({
        RoleName: `pipeline-access-${task}`,
        PolicyName: task,
      });
      const { Statement } = JSON.parse(decodeURIComponent(document.PolicyDocument ?? ""));
      const allowed = (Statement as { Action: string[] }[]).flatMap(({ Action }) => Action);
      const used = new Set(
        calls[task]
          .filter((call) => !isDenied(call))
          .flatMap(({ actions }) => actions.map(({ action }) => action)),
      );
      const unused = [...new Set(allowed)].filter((action) => !used.has(action));
      expect(unused.filter((action) => !LIST_TAGS.includes(action))).toEqual([
        asksForValues() ? LIST_VERSIONS : READ_VALUE,
      ]);
    },
  );

  it.each(["plan", "apply"] as const)("may list tags with %s", async (task) => {
    const own = new IAM(await asJob(config, task));
    const role = { RoleName: `production-${REGION}-creation` };
    const policyArn = `arn:aws:iam::${ACCOUNT}:policy/production-${REGION}-pull`;
    for (const attempt of [own.listRoleTags(role), own.listPolicyTags({ PolicyArn: policyArn })]) {
      expect(await refusal(attempt)).toMatch(/^NoSuchEntityException: /);
    }
  });

  /** Whether the provider reads the values of secrets that are write-only. */
  function asksForValues(): boolean {
    return calls.apply.some(({ call }) => call === READ_VALUE);
  }

  /** What somebody who repairs something in a hurry leaves behind. */
  async function driftByHand(): Promise<void> {
    const RoleName = `production-${REGION}-creation`;
    await iam.deleteRolePermissionsBoundary({ RoleName: `production-${REGION}-upstream-platform` });
    await iam.updateRole({ RoleName, MaxSessionDuration: 7200 });
    await iam.updateRole({ RoleName, Description: "Made by hand." });
    await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust("ec2.amazonaws.com") });
    const secrets = new SecretsManager(config);
    const { SecretList } = await secrets.listSecrets({});
    const [SecretId = ""] = SecretList?.map(({ ARN = "" }) => ARN) ?? [];
    await secrets.updateSecret({ SecretId, Description: "Made by hand." });
    await secrets.putSecretValue({ SecretId, SecretString: "not-a-real-token-either" });
  }
});

function succeeded({ code, stderr }: CommandResult): void {
  expect(stderr).toBe("");
  expect(code).toBe(0);
}

function isDenied({ error = "" }: RecordedCall): boolean {
  return ["AccessDenied", "AccessDeniedException", "AuthorizationError"].includes(error);
}

/** The calls that were refused for want of a permission, each once. */
function deniedCalls(calls: readonly RecordedCall[]): string[] {
  return [...new Set(calls.filter(isDenied).map(({ call }) => call))].sort();
}

/** To become somebody is to write, as AWS sees it. */
function tokenExchanges(calls: readonly RecordedCall[]): RecordedCall[] {
  return calls.filter(({ call }) => call === "sts:AssumeRoleWithWebIdentity");
}
