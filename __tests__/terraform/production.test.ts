import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { GetAccountSettingCommand } from "@aws-sdk/client-ecr";
import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeSecretCommand } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findProject, synthesizeApp } from "../../tools/cdktf/project";
import { run } from "../../tools/terraform/terraform-cli";
import { ENTRY } from "../tools/cli/ecr-cache";
import { createBoundary } from "./boundary";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { endState } from "./end-state";
import { RegistryReader } from "./registry-reader";
import { writtenFiles } from "./written-files";

const OLD = "not-a-real-token-before";
const NEW = "not-a-real-token-after";
const TAGS = [
  { Key: "service", Value: "pull-through-cache" },
  { Key: "team", Value: "platform" },
];

describeWithTerraform("examples/production.ts", () => {
  let deployment: Deployment;
  let registry: RegistryReader;
  let boundary: object;
  let undisturbed: unknown;
  let calls: Set<string>;
  const said: string[] = [];

  beforeAll(async () => {
    deployment = await Deployment.open("examples/production.ts", {
      requireSecretValue: true,
      registryPolicyScope: "V1",
    });
    registry = new RegistryReader(deployment.aws, REGION);
    boundary = await createBoundary(deployment.aws);
  });
  afterAll(() => deployment.close());

  async function terraform(...args: string[]): Promise<void> {
    const result = await deployment.terraform(...args);
    said.push(result.stdout + result.stderr);
    expect(result.stderr).toBe("");
    expect(result.code).toBe(0);
  }

  /** The token that ECR would log in to Docker Hub with. */
  async function token(): Promise<unknown> {
    const rules = await registry.rules();
    const docker = rules.find(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix === "docker-hub");
    const { accessToken } = await registry.secretValue(docker?.credentialArn ?? "");
    return accessToken;
  }

  it("is deployed from a saved plan, to an account that still has policy scope V1", async () => {
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = OLD;
    await terraform("plan", "-input=false", "-out=first.tfplan");
    await terraform("apply", "-input=false", "first.tfplan");
    expect(await token()).toBe(OLD);
    undisturbed = endState(deployment.aws);
    calls = new Set(deployment.aws.calls.map(({ call }) => call));
    const setting = await registry.ecr.send(
      new GetAccountSettingCommand({ name: "REGISTRY_POLICY_SCOPE" }),
    );
    expect(setting.value).toBe("V2");
  });

  it("opens only the caches to the organization, and keeps what another team had", async () => {
    const policy = await registry.policy();
    expect(policy?.Statement.map(({ Sid }) => Sid)).toEqual([
      "ReplicationFromBuildAccount",
      "OrgPullCache",
      "OrgImportUpstream",
    ]);
    const [, read, imports] = policy?.Statement ?? [];
    const condition = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorgid" } };
    expect(read).toMatchObject({ Effect: "Allow", Condition: condition });
    expect(sorted(read?.["Resource"])).toEqual(
      ["docker-hub", "github", "quay"].map(
        (prefix) => `arn:aws:ecr:eu-west-1:111111111111:repository/${prefix}/*`,
      ),
    );
    expect(sorted(imports?.["Action"])).toEqual([
      "ecr:BatchImportUpstreamImage",
      "ecr:CreateRepository",
    ]);
    expect(sorted(imports?.["Resource"])).toContain(
      "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/library/*",
    );
  });

  it("has nothing that would break a pull", async () => {
    const command = [ENTRY, "doctor", "--app", "examples/production.ts"];
    const { env } = deployment.sandbox;
    const { code, stdout, stderr } = await run(process.execPath, command, { env });
    expect(stderr).toBe("");
    expect(stdout).toBe(
      "production: account 111111111111, eu-west-1, caches docker-hub, github, quay\n\nHealthy.\n",
    );
    expect(code).toBe(0);
  });

  it("makes a template for each cache, none for ROOT, with the role that it needs", async () => {
    const templates = await registry.templates();
    expect(templates.map(({ prefix }) => prefix).sort()).toEqual(["docker-hub", "github", "quay"]);
    const role = "arn:aws:iam::111111111111:role/production-eu-west-1-creation";
    for (const template of templates) {
      expect(template).toMatchObject({
        customRoleArn: role,
        encryptionConfiguration: {
          encryptionType: "KMS",
          kmsKey: "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555",
        },
      });
      expect([...(template.resourceTags ?? [])].sort(byKey)).toEqual(TAGS);
      expect(JSON.parse(template.lifecyclePolicy ?? "").rules[0].selection).toEqual({
        tagStatus: "any",
        countType: "imageCountMoreThan",
        countNumber: 50,
      });
    }
    const iam = new IAMClient(registry.config);
    const RoleName = "production-eu-west-1-creation";
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "")).toContain(
      '"ecr.amazonaws.com"',
    );
  });

  it("tells a topic of failures of these caches", async () => {
    const events = new EventBridgeClient(registry.config);
    const Name = "production-eu-west-1-failures";
    const { EventPattern } = await events.send(new DescribeRuleCommand({ Name }));
    expect(JSON.parse(EventPattern ?? "")).toEqual({
      source: ["aws.ecr"],
      "detail-type": ["ECR Pull Through Cache Action"],
      detail: {
        "sync-status": [{ "anything-but": ["SUCCESS"] }],
        "ecr-repository-prefix": ["docker-hub", "github", "quay"],
      },
    });
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
    expect(Targets?.map(({ Arn }) => Arn)).toEqual([
      "arn:aws:sns:eu-west-1:111111111111:production-eu-west-1-failures",
    ]);
  });

  it("tags what it makes, and scans continuously what it caches most", async () => {
    const [rule] = await registry.rules();
    const SecretId = rule?.credentialArn;
    const secret = await registry.secretsManager.send(new DescribeSecretCommand({ SecretId }));
    expect([...(secret.Tags ?? [])].sort(byKey)).toEqual(TAGS);
    const scanning = await registry.scanning();
    expect(scanning?.scanType).toBe("ENHANCED");
    expect(scanning?.rules?.map(({ scanFrequency }) => scanFrequency).sort()).toEqual([
      "CONTINUOUS_SCAN",
      "SCAN_ON_PUSH",
    ]);
  });

  it("then has nothing left to change, a new token neither while its version is the old one", async () => {
    deployment.sandbox.env["TF_VAR_docker_cache_token"] = NEW;
    expect(await deployment.plannedChanges()).toEqual({});
  });

  it("is changed in place, and its token rotated, and nothing else happens", async () => {
    await synthesizeEdited([
      ["dockerHub({ credentialsVersion: 1 })", "dockerHub({ credentialsVersion: 2 })"],
      ["expiry: { images: 50 }", "expiry: { images: 100 }"],
    ]);
    expect(await deployment.plannedChanges("-out=second.tfplan")).toEqual({
      "aws_ecr_repository_creation_template.docker_cache": "update",
      "aws_ecr_repository_creation_template.ghcr_cache": "update",
      "aws_ecr_repository_creation_template.quay_cache": "update",
      "aws_secretsmanager_secret_version.docker_cache_creds": "replace",
    });
    await terraform("apply", "-input=false", "second.tfplan");
    expect(await token()).toBe(NEW);
    const [template] = await registry.templates();
    expect(template?.lifecyclePolicy).toContain('"countNumber":100');
    await synthesizeEdited([]);
  });

  /** Synthesizes the example as a user would have edited it. */
  async function synthesizeEdited(edits: readonly [from: string, to: string][]): Promise<void> {
    const project = mkdtempSync(join(tmpdir(), "edited-"));
    for (const name of ["constructs", "ecr", "node_modules", "stacks"]) {
      symlinkSync(resolve(name), join(project, name));
    }
    mkdirSync(join(project, "examples"));
    let source = readFileSync("examples/production.ts", "utf8");
    for (const [from, to] of edits) {
      expect(source).toContain(from);
      source = source.replace(from, to);
    }
    const app = join(project, "examples", "production.ts");
    writeFileSync(app, source);
    const { code } = await synthesizeApp(
      findProject(app),
      join(deployment.sandbox.folder, "cdktf.out"),
    );
    expect(code).toBe(0);
    rmSync(project, { recursive: true });
  }

  it("has the token in no state, no plan, no synthesized file and nothing that was said", async () => {
    for (const plan of ["first.tfplan", "second.tfplan"]) {
      await terraform("show", "-json", plan);
    }
    expect(said.join("")).not.toMatch(/not-a-real-token/);
    const files = writtenFiles(deployment.sandbox.folder);
    const names = files.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["cdk.tf.json", "terraform.production.tfstate"]));
    expect(names.filter((name) => name.endsWith(".tfplan: tfplan"))).toHaveLength(2);
    const found = files.filter(([, text]) => /not-a-real-token/.test(text));
    expect(found.map(([name]) => name)).toEqual([]);
    expect(readFileSync(deployment.stateFile, "utf8")).toContain('"secret_string_wo_version": 2');
    expect(JSON.stringify(deployment.aws.calls)).not.toMatch(/not-a-real-token/);
  });

  it("is destroyed; the secrets can be restored for a week, and V2 stays", async () => {
    expect((await deployment.apply("-destroy")).code).toBe(0);
    expect(deployment.aws.inventory()).toEqual({
      "111111111111": {
        [REGION]: {
          accountSettings: { REGISTRY_POLICY_SCOPE: "V2" },
          secrets: [
            expect.objectContaining({ deletionDate: expect.any(String) }),
            expect.objectContaining({ deletionDate: expect.any(String) }),
          ],
        },
        global: boundary,
      },
    });
  });

  it("is deployed to the same end when each of its calls fails once", async () => {
    expect(calls.size).toBeGreaterThan(25);
    deployment.startOver();
    await createBoundary(deployment.aws);
    for (const call of calls) deployment.aws.fail({ call });
    let deploys = 0;
    let last: Awaited<ReturnType<Deployment["apply"]>>;
    do {
      last = await deployment.apply();
      deploys += 1;
      if (last.code !== 0) expect(last.stderr).toContain("local-aws was asked to let");
    } while (last.code !== 0 && deploys < 20);
    expect(last.code).toBe(0);
    const failed = deployment.aws.calls.filter(({ error }) => error !== undefined);
    expect(new Set(failed.map(({ call }) => call))).toEqual(calls);
    expect(endState(deployment.aws)).toEqual(undisturbed);
  });
});

function sorted(value: unknown): unknown[] {
  return [value].flat().sort();
}

function byKey(a: { Key?: string }, b: { Key?: string }): number {
  return (a.Key ?? "").localeCompare(b.Key ?? "");
}
