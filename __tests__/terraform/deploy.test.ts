import { readFileSync } from "node:fs";
import { ECR } from "@aws-sdk/client-ecr";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalAws, startLocalAws } from "../../local-aws";
import type { CommandResult } from "../../tools/terraform/terraform-cli";
import { THEIR_POLICY } from "../tools/deployment/project";
import { CdktfProject } from "./cdktf-project";
import { REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";

const STACK = "ecr-pull-through-cache";
const MAIN = readFileSync("main.ts", "utf8");
const TOKEN = "not-a-real-token-of-docker-hub";

describeWithTerraform("main.ts, deployed with cdktf", () => {
  let aws: LocalAws;
  let project: CdktfProject;
  let registry: RegistryReader;
  const outputs: CommandResult[] = [];

  const cdktf = async (command: string, ...args: string[]) => {
    const result = await project.cdktf(command, STACK, ...args, "--skip-provider-lock");
    outputs.push(result);
    return result;
  };

  beforeAll(async () => {
    aws = await startLocalAws({ requireSecretValue: true });
    registry = new RegistryReader(aws, REGION);
    project = new CdktfProject(aws, REGION, {
      TF_VAR_docker_cache_username: "nobody",
      TF_VAR_docker_cache_token: TOKEN,
      TF_VAR_aws_org_id: "o-exampleorgid",
    });
  });
  afterAll(async () => {
    project.remove();
    await aws.close();
  });

  it("refuses to replace what another team has set, and changes nothing", async () => {
    const ecr = new ECR(registry.config);
    await ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
    const { code, stderr } = await cdktf("deploy", "--auto-approve");
    expect(code).toBe(1);
    expect(stderr).toContain(`${STACK} would replace what 111111111111 has in eu-west-1 once`);
    expect(stderr).toContain("TheirReplication");
    expect((await registry.policy())?.Statement).toEqual(JSON.parse(THEIR_POLICY).Statement);
    expect(await registry.secretNames()).toEqual([]);
    expect(aws.calls.filter(({ mutating }) => mutating)).toHaveLength(1);
  });

  it("deploys where main.ts says that it may go, and prints where to pull from", async () => {
    const replacing = MAIN.replace('"registry" }', '"registry", existing: "replace" }');
    project.write("main.ts", replacing);
    // Without --skip-provider-lock: nobody here can ask the registry.
    const { code, stdout } = await project.cdktf("deploy", STACK, "--auto-approve");
    outputs.push({ code, stdout, stderr: "" });
    project.write("main.ts", MAIN);
    expect(code).toBe(0);
    expect(stdout).toContain("111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/");
    expect(stdout).toContain("aws ecr get-login-password --region eu-west-1 | docker login");
  });

  it("makes a rule that reads the secret with the credentials", async () => {
    const [rule, ...others] = await registry.rules();
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn: expect.stringMatching(/:secret:ecr-pullthroughcache\/docker-hub-\w{6}$/),
    });
    expect(await registry.secretValue(rule?.credentialArn ?? "")).toEqual({
      username: "nobody",
      accessToken: TOKEN,
    });
  });

  it("makes a template that expires images after seven days", async () => {
    const [template, ...others] = await registry.templates();
    expect(others).toEqual([]);
    expect(template).toMatchObject({ prefix: "ROOT", appliedFor: ["PULL_THROUGH_CACHE"] });
    expect(expiryDays(template?.lifecyclePolicy)).toBe(7);
  });

  it("opens the registry to one organization", async () => {
    expect((await registry.policy())?.Statement).toEqual([
      {
        Sid: "OrgPullCache",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: expect.toSatisfy((actions: string[]) => {
          expect([...actions].sort()).toEqual([
            "ecr:BatchCheckLayerAvailability",
            "ecr:BatchGetImage",
            "ecr:BatchImportUpstreamImage",
            "ecr:GetDownloadUrlForLayer",
          ]);
          return true;
        }),
        Resource: "arn:aws:ecr:eu-west-1:111111111111:repository/*",
        Condition: { StringLike: { "aws:PrincipalOrgID": "o-exampleorgid" } },
      },
    ]);
  });

  it("scans everything on push", async () => {
    expect(await registry.scanning()).toEqual({
      scanType: "BASIC",
      rules: [
        {
          scanFrequency: "SCAN_ON_PUSH",
          repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        },
      ],
    });
  });

  it("then has nothing left to change", async () => {
    const { code, stdout } = await project.terraform(STACK, "plan", "-detailed-exitcode");
    expect(stdout).toContain("No changes.");
    expect(code).toBe(0);
  });

  it("changes the days in place, and nothing else", async () => {
    project.env["TF_VAR_ecr_cache_lifecycle_days"] = "30";
    const { code, stdout } = await cdktf("deploy", "--auto-approve");
    expect(code).toBe(0);
    expect(stdout).toContain("0 added, 1 changed, 0 destroyed");
    const [template] = await registry.templates();
    expect(expiryDays(template?.lifecyclePolicy)).toBe(30);
  });

  it("is destroyed, and nothing is left", async () => {
    const { code } = await cdktf("destroy", "--auto-approve");
    expect(code).toBe(0);
    expect(await registry.rules()).toEqual([]);
    expect(await registry.templates()).toEqual([]);
    expect(await registry.policy()).toBeUndefined();
    expect(await registry.scanning()).toEqual({ scanType: "BASIC", rules: [] });
    expect(await registry.secretNames()).toEqual([]);
    expect(aws.inventory()).toEqual({});
  });

  it("never showed the token, and wrote it to no file but the state", () => {
    expect(outputs).toHaveLength(4);
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(TOKEN);
    const files = Object.entries(project.filesOutsideState());
    expect(files.length).toBeGreaterThan(2);
    expect(files.filter(([, text]) => text.includes(TOKEN)).map(([file]) => file)).toEqual([]);
    expect(JSON.stringify(aws.calls)).not.toContain(TOKEN);
  });
});

function expiryDays(lifecyclePolicy = ""): number {
  return JSON.parse(lifecyclePolicy).rules[0].selection.countNumber;
}
