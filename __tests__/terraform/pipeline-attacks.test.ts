import { ECR } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { STS } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandResult } from "../../tools/terraform/terraform-cli";
import { clientsOf, credentialsFrom, policy, refusal, trust } from "../local-aws/fixture";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { IdentityFile } from "./identity-file";
import {
  asJob,
  assume,
  type Claims,
  DRIFT_JOB,
  GITHUB_JOBS,
  gitHubClaims,
  gitLabClaims,
  roleArn,
} from "./pipeline-jobs";
import { RegistryReader } from "./registry-reader";

const ACCOUNT = "111111111111";
const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/pipeline-access-boundary`;
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const NOT_TRUSTED = "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

const EVERYTHING = policy({ Action: "*", Resource: "*" });
/** Lets whoever is in the account assume a role: whoever attacks already is. */
const ANYBODY = policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } });
/** A role such as a stack makes for a private registry. */
const UPSTREAM = `production-${REGION}-upstream-mine`;

describeWithTerraform("the roles of examples/pipeline-access.ts", () => {
  const identity = new IdentityFile();
  let access: Deployment;
  let caches: Deployment;
  let iam: IAM;
  let config: RegistryReader["config"];

  beforeAll(async () => {
    identity.becomeAdministrator();
    access = await Deployment.open("examples/pipeline-access.ts", {}, identity);
    config = new RegistryReader(access.aws, REGION).config;
    caches = await access.beside("examples/production.ts");
    iam = new IAM(config);
    succeeded(await access.apply());
  });
  afterAll(async () => {
    caches.sandbox.close();
    await access.close();
    identity.remove();
  });

  describe("trust", () => {
    const { plan, apply } = GITHUB_JOBS;
    const inEnvironment = (workflow: string, ref: string) =>
      gitHubClaims("environment:production", workflow, ref);
    const withNumbers = (owner: string, repository: string): Claims => ({
      ...apply,
      sub: `repo:acme@${owner}/ecr-pull-through-cache@${repository}:environment:production`,
      repository_id: repository,
      repository_owner_id: owner,
    });
    const fork = {
      sub: "repo:mallory/ecr-pull-through-cache:environment:production",
      repository: "mallory/ecr-pull-through-cache",
      repository_id: "999999",
      repository_owner_id: "888888",
      job_workflow_ref:
        "mallory/ecr-pull-through-cache/.github/workflows/apply.yml@refs/heads/main",
    };
    const { repository_id: _, repository_owner_id: __, ...withoutNumbers } = apply;

    it.each<[role: "plan" | "apply", who: string, claims: Claims]>([
      ["apply", "a pull request", plan],
      ["apply", "a fork", { ...apply, ...fork }],
      ["apply", "the main branch outside of the environment", DRIFT_JOB],
      [
        "apply",
        "another environment",
        { ...apply, sub: apply.sub.replace("production", "staging") },
      ],
      ["apply", "another branch", inEnvironment("apply.yml", "refs/heads/feature")],
      [
        "apply",
        "a tag that is called like the branch",
        inEnvironment("apply.yml", "refs/tags/main"),
      ],
      [
        "apply",
        "a pull request in the environment",
        inEnvironment("apply.yml", "refs/pull/1/merge"),
      ],
      ["apply", "another workflow", inEnvironment("release.yml", "refs/heads/main")],
      [
        "apply",
        "the workflow as it is on another branch",
        { ...apply, job_workflow_ref: inEnvironment("apply.yml", "refs/heads/x").job_workflow_ref },
      ],
      [
        "apply",
        "another repository's workflow, which one of this repository calls",
        { ...apply, job_workflow_ref: fork.job_workflow_ref },
      ],
      ["apply", "another repository of the same name", { ...apply, repository_id: "999999" }],
      ["apply", "another owner of the same name", { ...apply, repository_owner_id: "999999" }],
      ["apply", "others whose subject has their numbers", withNumbers("888888", "999999")],
      ["apply", "a token without numbers", withoutNumbers],
      [
        "plan",
        "a fork",
        { ...plan, ...fork, sub: "repo:mallory/ecr-pull-through-cache:pull_request" },
      ],
      ["plan", "another branch", gitHubClaims("ref:refs/heads/x", "plan.yml", "refs/heads/x")],
      [
        "plan",
        "a repository whose name goes on",
        { ...plan, sub: plan.sub.replace(":pull", "-2:pull") },
      ],
      ["plan", "another repository of the same name", { ...plan, repository_id: "999999" }],
      ["plan", "another owner of the same name", { ...plan, repository_owner_id: "999999" }],
    ])("does not let %s be assumed by %s", async (task, _, claims) => {
      expect(await refusal(assume(config, task, claims))).toBe(NOT_TRUSTED);
    });

    it("lets plan be assumed by pull requests and the main branch, and apply by its workflow in the environment", async () => {
      await assume(config, "plan", plan);
      await assume(config, "plan", DRIFT_JOB);
      await assume(config, "apply", apply);
    });

    it("takes the numbers in the subject too", async () => {
      await assume(config, "apply", withNumbers("123456", "456789"));
    });
  });

  it("deploy examples/production.ts, and plan no change after it", async () => {
    identity.becomeJob(roleArn("apply"), GITHUB_JOBS.apply);
    succeeded(await caches.apply());
    succeeded(await caches.terraform("plan", "-input=false", "-detailed-exitcode"));
  });

  it("give no right to the role that applies beyond the boundaries and the prefixes", async () => {
    const role = { RoleName: `production-${REGION}-creation` };
    const unbounded = { RoleName: `production-${REGION}-upstream-old` };
    await iam.createRole({ ...unbounded, AssumeRolePolicyDocument: ANYBODY });
    const client = await asJob(config, "apply");
    const [own, secrets, ecr] = [new IAM(client), new SecretsManager(client), new ECR(client)];
    const made = { RoleName: UPSTREAM, AssumeRolePolicyDocument: ANYBODY };
    const rights = { PolicyName: "all", PolicyDocument: EVERYTHING };
    const [applying, planning] = [
      { RoleName: "pipeline-access-apply" },
      { RoleName: "pipeline-access-plan" },
    ];
    const name = { SecretId: "ecr-pullthroughcache/billing" };
    await new SecretsManager(config).createSecret({
      Name: name.SecretId,
      SecretString: "not-a-secret",
    });
    const attempts = [
      own.createRole(made),
      own.createRole({ ...made, PermissionsBoundary: ADMINISTRATOR }),
      own.createRole({
        ...{ RoleName: "mine", AssumeRolePolicyDocument: ANYBODY, PermissionsBoundary: BOUNDARY },
      }),
      own.putRolePermissionsBoundary({ ...role, PermissionsBoundary: ADMINISTRATOR }),
      own.deleteRolePermissionsBoundary(role),
      own.putRolePolicy({ ...unbounded, ...rights }),
      own.updateAssumeRolePolicy({ ...unbounded, PolicyDocument: ANYBODY }),
      own.attachRolePolicy({ ...role, PolicyArn: ADMINISTRATOR }),
      own.createPolicyVersion({
        ...{ PolicyArn: BOUNDARY, PolicyDocument: EVERYTHING, SetAsDefault: true },
      }),
      own.setDefaultPolicyVersion({ PolicyArn: BOUNDARY, VersionId: "v1" }),
      own.deletePolicy({ PolicyArn: BOUNDARY }),
      own.putRolePolicy({ ...applying, ...rights }),
      own.attachRolePolicy({ ...applying, PolicyArn: ADMINISTRATOR }),
      own.deleteRolePermissionsBoundary(applying),
      own.putRolePermissionsBoundary({ ...applying, PermissionsBoundary: ADMINISTRATOR }),
      own.updateAssumeRolePolicy({ ...planning, PolicyDocument: trust("ec2.amazonaws.com") }),
      secrets.getSecretValue(name),
      secrets.putSecretValue({ ...name, SecretString: "not-a-secret-either" }),
      secrets.createSecret({ Name: "ecr-pullthroughcache/mine", SecretString: "not-a-secret" }),
      ecr.createRepositoryCreationTemplate({
        ...{ prefix: "billing", appliedFor: ["PULL_THROUGH_CACHE"] },
        repositoryPolicy: policy({ Principal: "*", Action: "ecr:BatchGetImage" }),
      }),
    ];
    for (const answer of await Promise.all(attempts.map(refusal))) {
      expect(answer).toMatch(/^AccessDenied.* is not authorized to perform: /);
    }
    await iam.deleteRole(unbounded);
  });

  it("make no administrator: what the role that applies gives to its roles ends at the boundary", async () => {
    const own = new IAM(await asJob(config, "apply"));
    const role = { RoleName: UPSTREAM };
    await own.createRole({
      ...{ ...role, AssumeRolePolicyDocument: ANYBODY, PermissionsBoundary: BOUNDARY },
    });
    await own.putRolePolicy({ ...role, PolicyName: "all", PolicyDocument: EVERYTHING });
    await iam.attachRolePolicy({ ...role, PolicyArn: ADMINISTRATOR }); // by somebody who may
    const session = await new STS(config).assumeRole({
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/${UPSTREAM}`,
      RoleSessionName: "mallory",
    });
    const mine = clientsOf({ ...config, maxAttempts: 1, credentials: credentialsFrom(session) });
    const repositoryName = "docker-hub/library/nginx";
    await mine.ecr.createRepository({ repositoryName });
    const attempts = [
      mine.iam.createRole({ RoleName: "mine", AssumeRolePolicyDocument: ANYBODY }),
      mine.iam.putRolePolicy({ ...role, PolicyName: "more", PolicyDocument: EVERYTHING }),
      mine.iam.deleteRolePermissionsBoundary(role),
      mine.secrets.getSecretValue({ SecretId: "ecr-pullthroughcache/billing" }),
      mine.secrets.listSecrets({}),
      mine.ecr.deleteRegistryPolicy({}),
      mine.ecr.createRepository({ repositoryName: "billing/api" }),
      mine.ecr.deleteRepository({ repositoryName }),
      mine.s3.listBuckets({}),
      mine.sts.assumeRole({ RoleArn: roleArn("apply"), RoleSessionName: "mallory" }),
    ];
    for (const answer of await Promise.all(attempts.map(refusal))) {
      expect(answer).toContain("because no permissions boundary allows the");
    }
    await iam.detachRolePolicy({ ...role, PolicyArn: ADMINISTRATOR });
    await iam.deleteRolePolicy({ ...role, PolicyName: "all" });
    await iam.deleteRole(role);
  });

  it("hold the role that applies within its own boundary, whatever is attached to it", async () => {
    const applying = { RoleName: "pipeline-access-apply" };
    await iam.attachRolePolicy({ ...applying, PolicyArn: ADMINISTRATOR });
    const own = new IAM(await asJob(config, "apply"));
    const made = { RoleName: "mine", AssumeRolePolicyDocument: ANYBODY };
    const rights = { PolicyName: "all", PolicyDocument: EVERYTHING };
    const attempts = [
      own.listRoles({}),
      own.createRole(made),
      own.createRole({ ...made, PermissionsBoundary: ADMINISTRATOR }),
      own.putRolePolicy({ ...applying, ...rights }),
      own.deleteRolePermissionsBoundary(applying),
      own.createPolicyVersion({
        ...{ PolicyArn: BOUNDARY, PolicyDocument: EVERYTHING, SetAsDefault: true },
      }),
      own.createPolicyVersion({
        PolicyArn: BOUNDARY.replace("-boundary", "-apply-boundary"),
        PolicyDocument: EVERYTHING,
        SetAsDefault: true,
      }),
    ];
    for (const answer of await Promise.all(attempts.map(refusal))) {
      expect(answer).toMatch(/permissions boundary( allows the iam:\w+ action)?$/);
    }
    await iam.detachRolePolicy({ ...applying, PolicyArn: ADMINISTRATOR });
  });

  it("destroy examples/production.ts, after which their own stack can go too", async () => {
    identity.becomeJob(roleArn("apply"), GITHUB_JOBS.apply);
    succeeded(await caches.apply("-destroy"));
    identity.becomeAdministrator();
    succeeded(await access.apply("-destroy"));
    expect(access.aws.inventory()[ACCOUNT]?.["global"]).toBeUndefined();
  });
});

describeWithTerraform("the roles for a project of gitlab.com", () => {
  let access: Deployment;
  let config: RegistryReader["config"];

  beforeAll(async () => {
    access = await Deployment.open("__tests__/fixtures/gitlab-access.ts");
    config = new RegistryReader(access.aws, REGION).config;
    succeeded(await access.apply());
  });
  afterAll(() => access.close());

  it.each<[role: "plan" | "apply", who: string, claims: Claims]>([
    [
      "apply",
      "another project of the same path",
      { ...gitLabClaims("main", true), project_id: "1" },
    ],
    ["apply", "a merge request's branch", gitLabClaims("feature", false)],
    ["apply", "another protected branch", gitLabClaims("release", true)],
    ["apply", "a main branch that is not protected", gitLabClaims("main", false)],
    ["plan", "another project of the same path", { ...gitLabClaims("x", false), project_id: "1" }],
  ])("do not let %s be assumed by %s", async (task, _, claims) => {
    expect(await refusal(assume(config, task, claims, "gitlab-access"))).toBe(NOT_TRUSTED);
  });

  it("let plan be assumed from every branch, and apply from the protected one", async () => {
    await assume(config, "plan", gitLabClaims("feature", false), "gitlab-access");
    await assume(config, "apply", gitLabClaims("main", true), "gitlab-access");
  });
});

function succeeded({ code, stderr }: CommandResult): void {
  expect(stderr).toBe("");
  expect(code).toBe(0);
}
