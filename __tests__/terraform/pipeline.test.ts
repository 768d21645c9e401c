import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  PutRegistryScanningConfigurationCommand,
  UpdateRepositoryCreationTemplateCommand,
} from "@aws-sdk/client-ecr";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type LocalAws, misleadingVariables, startLocalAws } from "../../local-aws";
import { inspectDeployment as inspect } from "../../tools/deployment/inspection";
import { readPlanRecord, recordsDigest } from "../../tools/pipeline/plan-record";
import { createBucket } from "../local-aws/fixture";
import { GitHubStandIn } from "../tools/pipeline/github-stand-in";
import { pipelineIn } from "../tools/pipeline/pipeline";
import { BASE, HEAD } from "../tools/pipeline/records";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";
import { type SharedProvider, startSharedProvider } from "./shared-provider";
import { writtenFiles } from "./written-files";

const APP = "__tests__/fixtures/pipeline-app.ts";
const TOKEN = "not-a-real-token-of-docker-hub";

describeWithTerraform("a pipeline", () => {
  const root = mkdtempSync(join(tmpdir(), "pipeline-project-"));
  const temporary = mkdtempSync(join(tmpdir(), "pipeline-temporary-"));
  const gitHub = new GitHubStandIn();
  const reviewed = join(root, "reviewed");
  const shown = join(root, "shown");
  const said: string[] = [];
  let aws: LocalAws;
  let provider: SharedProvider;
  let inEurope: RegistryReader;
  let inAmerica: RegistryReader;
  let env: NodeJS.ProcessEnv;
  let callsBefore: number;

  beforeAll(async () => {
    aws = await startLocalAws({ hiddenSecretReads: 1 });
    inEurope = new RegistryReader(aws, "eu-west-1");
    inAmerica = new RegistryReader(aws, "us-east-1");
    // The states are where a team has them, and where no job leaves anything on a disk.
    await createBucket(inEurope.config, "acme-terraform-state");
    callsBefore = aws.calls.length;
    await gitHub.start();
    const event = join(root, "event.json");
    const pull_request = { number: 3, head: { sha: HEAD }, base: { sha: BASE } };
    writeFileSync(event, JSON.stringify({ pull_request }));
    // One of the values comes from a file, which plain Terraform would not see in a stack's folder.
    writeFileSync(join(root, "terraform.tfvars"), 'docker_cache_username = "someone"\n');
    env = {
      ...process.env,
      ...aws.environment("eu-west-1"),
      ...gitHub.environment,
      GITHUB_EVENT_PATH: event,
      GITHUB_OUTPUT: join(root, "github-output"),
      RAN: join(root, "ran"),
      TF_VAR_docker_cache_token: TOKEN,
    };
    for (const name of misleadingVariables) delete env[name];
    provider = await startSharedProvider(env);
    env["TF_REATTACH_PROVIDERS"] = provider.reattach;
    vi.stubEnv("TMPDIR", temporary);
    for (const [name, value] of Object.entries(aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    provider.stop();
    await gitHub.stop();
    await aws.close();
    for (const folder of [root, temporary]) rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a command as a job does, and lets nothing pass that no job may show or leave behind. */
  async function pipeline(...args: string[]): Promise<{ code: number; output: string }> {
    const app = args[0] === "comment" || args[0] === "report-drift" ? [] : ["--app", APP];
    const { code, output } = await pipelineIn({ root, env, inspect })(...args, ...app);
    said.push(output);
    expect(readdirSync(temporary)).toEqual([]);
    return { code, output };
  }

  /** Applies records with the digest that `preview` gives out for them. */
  function apply(folder: string, ...stacks: string[]) {
    const names = stacks.length > 0 ? stacks : ["eu", "us"];
    const digest = recordsDigest(names.map((name) => readPlanRecord(folder, name, {})));
    return pipeline("apply", ...stacks, "--reviewed", folder, "--digest", digest);
  }

  /** What the pipeline did in AWS that was more than to read. */
  const changes = () => aws.calls.slice(callsBefore).filter(({ mutating }) => mutating);

  it("plans, and writes down what is to be reviewed", async () => {
    const { code, output } = await pipeline("plan", "--out", join(root, "plans"));
    expect(output).toContain("eu: 4 to add, 0 to change, 0 to destroy; artefact plan-eu-");
    expect(code).toBe(0);
    const record = JSON.parse(readFileSync(join(root, "plans", "eu", "plan.json"), "utf8"));
    expect(record).toMatchObject({ formatVersion: 2, stack: "eu", lockFile: null });
    expect(readFileSync(join(root, "plans", "us", "plan.txt"), "utf8")).toContain(
      "# aws_ecr_pull_through_cache_rule.docker will be created",
    );
    expect(changes()).toEqual([]);
  });

  it("comments on the pull request, and on the next plan in the same place", async () => {
    const file = join(root, "plans", "summary.md");
    expect((await pipeline("comment", "--file", file)).code).toBe(0);
    expect((await pipeline("comment", "--file", file)).output).toContain("left as it is");
    expect(gitHub.comments.map(({ issue }) => issue)).toEqual([3]);
    expect(gitHub.comments[0]?.body).toContain("| `eu` | 4 | 0 | 0 | 0 |");
  });

  it("finds the reviewed plans by what they are of", async () => {
    expect((await pipeline("find-reviewed", "--out", reviewed)).code).toBe(2);
    const [line = ""] = readFileSync(join(root, "github-output"), "utf8").split("\n");
    const artifacts: { name: string; path: string }[] = JSON.parse(line.replace("artifacts=", ""));
    gitHub.addPullRequest();
    for (const { name, path } of artifacts) {
      const file = (inside: string) => readFileSync(join(path, inside));
      const zip = { "plan.json": file("plan.json"), "plan.txt": file("plan.txt") };
      gitHub.addArtifact(name, zipSync(zip));
    }
    const { code, output } = await pipeline("find-reviewed", "--out", reviewed);
    expect(output).toContain(
      "eu: planned in https://github.com/platform/ecr-cache/actions/runs/501",
    );
    expect(code).toBe(0);
    expect(readFileSync(join(reviewed, "us", "plan.json"), "utf8")).toBe(
      readFileSync(join(root, "plans", "us", "plan.json"), "utf8"),
    );
  });

  it("shows what it would do now, before anybody approves it", async () => {
    const page = join(root, "page.md");
    env["GITHUB_STEP_SUMMARY"] = page;
    const { code, output } = await pipeline("preview", "--reviewed", reviewed, "--out", shown);
    delete env["GITHUB_STEP_SUMMARY"];
    expect(output).toContain("eu: an apply would do this: 4 to add, 0 to change, 0 to destroy");
    expect(code).toBe(0);
    expect(readFileSync(page, "utf8")).toContain(
      "# aws_ecr_pull_through_cache_rule.docker will be created",
    );
    const digest = recordsDigest(["us", "eu"].map((name) => readPlanRecord(shown, name, {})));
    expect(readFileSync(join(root, "github-output"), "utf8")).toContain(`\ndigest=${digest}\n`);
    expect(readFileSync(join(shown, "digest.env"), "utf8")).toBe(`PREVIEW_DIGEST=${digest}\n`);
    expect(changes()).toEqual([]);
  });

  it("runs no file that an app has put beside its configuration", async () => {
    env["STRAY_FILE"] = join("stacks", "eu", "evil_override.tf");
    const plan = await pipeline("plan", "--out", join(root, "nothing"));
    const applied = await apply(shown);
    delete env["STRAY_FILE"];
    for (const { code, output } of [plan, applied]) {
      expect(output).toContain("Terraform would read files that the app did not synthesize:");
      expect(code).toBe(2);
    }
    expect(existsSync(join(root, "ran"))).toBe(false);
    expect(changes()).toEqual([]);
  });

  it("refuses another configuration than the reviewed one", async () => {
    env["EXPIRY_DAYS"] = "8";
    const applied = await apply(reviewed, "eu");
    const found = await pipeline("find-reviewed", "--out", join(root, "nothing"));
    delete env["EXPIRY_DAYS"];
    expect(applied.output).toContain("The configuration of the stack eu is not the reviewed one");
    expect(applied.code).toBe(2);
    expect(found.output).toContain("This configuration was never planned");
    expect(found.code).toBe(2);
    expect(changes()).toEqual([]);
  });

  it("stops where AWS refuses, and says what was applied and what was not", async () => {
    // Each rule is refused once already: its secret is too new.
    aws.fail({ call: "ecr:CreatePullThroughCacheRule", after: 3 });
    const { code, output } = await apply(shown);
    expect(output).toContain("eu: applying the reviewed plan: 4 to add");
    expect(output).toContain("eu: Amazon ECR does not find the new secret yet.");
    expect(output).toContain("eu: applying the rest of the reviewed plan: 1 to add");
    expect(output).toContain("Applied: eu. Stopped at: us.");
    expect(code).toBe(2);
    expect(await inEurope.rules()).toHaveLength(1);
    expect(await inAmerica.rules()).toEqual([]);
  });

  it("then applies the rest of what was reviewed, and nothing else", async () => {
    const { code, output } = await apply(shown, "us");
    expect(output).toContain("us: applying the rest of the reviewed plan: 1 to add");
    expect(code).toBe(0);
    const [rule] = await inAmerica.rules();
    const { accessToken } = await inAmerica.secretValue(rule?.credentialArn ?? "");
    expect(accessToken).toBe(TOKEN);
  });

  it("notices what was changed without it, and opens one issue", async () => {
    await inEurope.ecr.send(
      new UpdateRepositoryCreationTemplateCommand({ prefix: "ROOT", description: "by hand" }),
    );
    const { code, output } = await pipeline("drift", "eu", "--out", join(root, "drift"));
    expect(output).toContain("eu: drift, 0 to add, 1 to change, 0 to destroy");
    expect(code).toBe(1);
    const file = join(root, "drift", "drift.md");
    await pipeline("report-drift", "--file", file);
    await pipeline("report-drift", "--file", file);
    expect(gitHub.issues).toHaveLength(1);
    expect(gitHub.issues[0]?.body).toContain(
      "| `aws_ecr_repository_creation_template.cache` | changed outside of Terraform | would be changed | `description` |",
    );
    await pipeline("report-drift", "--resolved");
    expect(gitHub.issues[0]?.state).toBe("closed");
  });

  it("does not change that back by a plan in which nobody saw it", async () => {
    const { code, output } = await apply(reviewed, "eu");
    expect(output).toContain("its plan is no longer the reviewed one");
    expect(output).toContain(
      "aws_ecr_repository_creation_template.cache: would be changed; the review said: would be created",
    );
    expect(code).toBe(2);
    expect((await inEurope.templates())[0]?.description).toBe("by hand");
  });

  it("neither plans nor applies over what others have set since the review", async () => {
    env["SCANNING"] = "BASIC";
    const out = join(root, "scanning");
    expect((await pipeline("plan", "eu", "--out", out)).output).toContain("eu: 1 to add");
    await inEurope.ecr.send(
      new PutRegistryScanningConfigurationCommand({ scanType: "ENHANCED", rules: [] }),
    );
    const applied = await apply(out, "eu");
    const planned = await pipeline("plan", "eu", "--out", join(root, "refused"));
    delete env["SCANNING"];
    for (const { code, output } of [applied, planned]) {
      expect(output).toContain("eu would replace what 111111111111 has in eu-west-1 once");
      expect(output).toContain("the scanning configuration\n      type ENHANCED\n");
      expect(code).toBe(2);
    }
    expect(existsSync(join(root, "refused"))).toBe(false);
    expect((await inEurope.scanning())?.scanType).toBe("ENHANCED");
  });

  it("does not go on without a stack that is deployed", async () => {
    env["STACKS"] = "eu";
    const { code, output } = await pipeline("plan", "--out", join(root, "refused"));
    delete env["STACKS"];
    expect(output).toContain(
      "s3://acme-terraform-state/ecr-pull-through-cache/us.tfstate is the state of a stack us",
    );
    expect(output).toContain("the caches docker-hub in 111111111111, us-east-1");
    expect(code).toBe(2);
  });

  it("destroys a stack for who names it twice", async () => {
    expect((await pipeline("destroy", "eu", "--yes-destroy", "eu")).code).toBe(0);
    expect(await inEurope.rules()).toEqual([]);
  });

  it("has shown the token nowhere, and left it in no file", () => {
    expect(said.join("\n")).not.toContain(TOKEN);
    const kept = writtenFiles(root);
    expect(kept.map(([name]) => name)).toContain("plan.json");
    expect(kept.filter(([, text]) => text.includes(TOKEN))).toEqual([]);
    expect(JSON.stringify([gitHub.comments, gitHub.issues])).not.toContain(TOKEN);
  });
});
