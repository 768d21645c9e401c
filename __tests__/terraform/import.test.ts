import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ECR } from "@aws-sdk/client-ecr";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type CommandResult, run } from "../../tools/terraform/terraform-cli";
import { ENTRY } from "../tools/cli/ecr-cache";
import { createBoundary } from "./boundary";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { endState } from "./end-state";
import { RegistryReader } from "./registry-reader";
import { writtenFiles } from "./written-files";

const SECRET = "ecr-pullthroughcache/docker-hub";

/** Runs `npm run import` for a deployment, in its folder. */
function importCommand({ sandbox }: Deployment, ...args: string[]): Promise<CommandResult> {
  const command = [ENTRY, "import", ...args];
  const env = { ...sandbox.env, CDKTF_OUTDIR: join(sandbox.folder, "cdktf.out") };
  return run(process.execPath, command, { env });
}

/** The lines with an address, without the ids. */
function verdicts(stdout: string): Record<string, string> {
  const lines = [...stdout.matchAll(/^ {2}(import|create|managed|unknown) +(\S+)/gm)];
  return Object.fromEntries(lines.map(([, verdict = "", address = ""]) => [address, verdict]));
}

function importFile({ sandbox }: Deployment): string {
  return join(sandbox.stack.folder, "import.tf.json");
}

const MADE_BY_MAIN = [
  "aws_ecr_pull_through_cache_rule.docker",
  "aws_ecr_registry_policy.this",
  "aws_ecr_registry_scanning_configuration.this",
  "aws_ecr_repository_creation_template.cache",
  "aws_secretsmanager_secret.docker_cache_creds",
  "aws_secretsmanager_secret_version.docker_cache_creds",
];

function each(addresses: readonly string[], word: string): Record<string, string> {
  return Object.fromEntries(addresses.map((address) => [address, word]));
}

describeWithTerraform("npm run import, for main.ts", () => {
  let deployment: Deployment;
  let ecr: ECR;
  let secrets: SecretsManager;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts");
    const { config } = new RegistryReader(deployment.aws, "eu-west-1");
    ecr = new ECR(config);
    secrets = new SecretsManager(config);
  });
  beforeEach(() => {
    deployment.startOver();
    rmSync(importFile(deployment), { force: true });
  });
  afterAll(() => deployment.close());

  /** @param value the secret's, as whoever made it wrote it */
  async function makeSecretAndRule(value: string): Promise<void> {
    const { ARN } = await secrets.createSecret({ Name: SECRET, SecretString: value });
    await ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn: ARN,
    });
  }

  function credentials() {
    const { env } = deployment.sandbox;
    const username = env["TF_VAR_docker_cache_username"];
    return { username, accessToken: env["TF_VAR_docker_cache_token"] };
  }

  async function makeEverythingElse(): Promise<void> {
    await ecr.createRepositoryCreationTemplate({
      prefix: "ROOT",
      appliedFor: ["PULL_THROUGH_CACHE"],
      lifecyclePolicy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            description: "Expire old images",
            selection: {
              tagStatus: "any",
              countType: "sinceImagePushed",
              countUnit: "days",
              countNumber: 7,
            },
            action: { type: "expire" },
          },
        ],
      }),
    });
    await ecr.putRegistryPolicy({
      policyText: policyOf("OrgPullCache", {
        Principal: { AWS: "*" },
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        Condition: { StringLike: { "aws:PrincipalOrgID": "o-exampleorgid" } },
      }),
    });
    await ecr.putRegistryScanningConfiguration({
      scanType: "BASIC",
      rules: [
        {
          scanFrequency: "SCAN_ON_PUSH",
          repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        },
      ],
    });
  }

  it("takes over all that was made by hand, and changes nothing of it", async () => {
    const { username, accessToken } = credentials();
    // In the order in which Terraform writes them.
    await makeSecretAndRule(JSON.stringify({ accessToken, username }));
    await makeEverythingElse();
    const before = endState(deployment.aws);

    const { code, stdout, stderr } = await importCommand(deployment);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(verdicts(stdout)).toEqual(each(MADE_BY_MAIN, "import"));
    expect(stdout).not.toContain(accessToken);

    expect(await deployment.plannedChanges("-out=imports.tfplan")).toEqual(
      each(MADE_BY_MAIN, "import"),
    );
    const applied = await deployment.terraform("apply", "-no-color", "imports.tfplan");
    expect(applied.stderr).toBe("");
    expect(applied.stdout).toContain("Resources: 6 imported, 0 added, 0 changed, 0 destroyed.");
    expect(endState(deployment.aws)).toEqual(before);

    // The file may stay for a while: what is in the state is not imported again.
    expect(await deployment.plannedChanges()).toEqual({});
    const again = await importCommand(deployment);
    expect(verdicts(again.stdout)).toEqual(each(MADE_BY_MAIN, "managed"));
    expect(again.stdout).toContain("Nothing more to import.");
    expect(existsSync(importFile(deployment))).toBe(false);
  });

  it("takes over what is there, shows what would change in it, and the rest is made", async () => {
    const { username, accessToken } = credentials();
    // As the console writes them; for Terraform, another text is another value.
    await makeSecretAndRule(JSON.stringify({ username, accessToken }));
    const theirs = policyOf("Theirs", {
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: "ecr:ReplicateImage",
    });
    await ecr.putRegistryPolicy({ policyText: theirs });

    const { stdout } = await importCommand(deployment);
    expect(verdicts(stdout)).toEqual({
      ...each(MADE_BY_MAIN, "import"),
      "aws_ecr_registry_scanning_configuration.this": "create",
      "aws_ecr_repository_creation_template.cache": "create",
    });
    expect(await deployment.plannedChanges("-out=some.tfplan")).toEqual({
      "aws_ecr_pull_through_cache_rule.docker": "import",
      "aws_ecr_registry_policy.this": "update",
      "aws_ecr_registry_scanning_configuration.this": "create",
      "aws_ecr_repository_creation_template.cache": "create",
      "aws_secretsmanager_secret.docker_cache_creds": "import",
      "aws_secretsmanager_secret_version.docker_cache_creds": "replace",
    });
    expect((await deployment.terraform("apply", "some.tfplan")).code).toBe(0);
    const { SecretString } = await secrets.getSecretValue({ SecretId: SECRET });
    expect(JSON.parse(SecretString ?? "")).toEqual({ username, accessToken });
    rmSync(importFile(deployment));
    expect(await deployment.plannedChanges()).toEqual({});
  });
});

describeWithTerraform("npm run import, for examples/production.ts", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("examples/production.ts");
    await createBoundary(deployment.aws);
  });
  afterAll(() => deployment.close());

  it("takes over a deployment whose state was lost, and keeps its tokens out of plan and state", async () => {
    expect((await deployment.apply()).code).toBe(0);
    const before = endState(deployment.aws);
    rmSync(deployment.stateFile);

    const { code, stdout } = await importCommand(deployment, "--app", "examples/production.ts");
    expect(code).toBe(0);
    const addresses = Object.keys(verdicts(stdout));
    const isValue = (address: string) => address.includes("secret_version");
    const values = addresses.filter(isValue);
    const others = addresses.filter((address) => !isValue(address));
    expect(values).toHaveLength(2);
    expect(others).toHaveLength(18);
    expect(verdicts(stdout)).toEqual({ ...each(others, "import"), ...each(values, "create") });
    expect(stdout).toContain(
      'npx cdktf deploy --app "node tools/run-app.cjs examples/production.ts" production',
    );

    expect(await deployment.plannedChanges("-out=imports.tfplan")).toEqual({
      ...each(others, "import"),
      ...each(values, "create"),
      // Terraform notes the recovery window, which AWS is only told when the secret is deleted.
      "aws_secretsmanager_secret.docker_cache_creds": "update",
      "aws_secretsmanager_secret.ghcr_cache_creds": "update",
    });
    expect((await deployment.terraform("apply", "imports.tfplan")).code).toBe(0);
    expect(endState(deployment.aws)).toEqual(before);
    const files = writtenFiles(deployment.sandbox.folder);
    expect(files.map(([name]) => name)).toContain("imports.tfplan: tfplan");
    const token = deployment.sandbox.env["TF_VAR_docker_cache_token"] ?? "none";
    expect(files.filter(([, text]) => text.includes(token))).toEqual([]);
  });
});

function policyOf(Sid: string, statement: Readonly<Record<string, unknown>>): string {
  const Resource = "arn:aws:ecr:eu-west-1:111111111111:repository/*";
  const Statement = [{ Sid, Effect: "Allow", Resource, ...statement }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
