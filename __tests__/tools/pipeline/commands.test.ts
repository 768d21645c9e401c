import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findProject, type Project, synthesizeApp } from "../../../tools/cdktf/project";
import { artifactName, sha256 } from "../../../tools/pipeline/configuration-digest";
import type { PlanJson } from "../../../tools/pipeline/planned-changes";
import { GitHubStandIn } from "./github-stand-in";
import { pipelineIn } from "./pipeline";
import { BASE, HEAD } from "./records";

const TOKEN = "not-a-real-token-of-docker-hub";
const STACK = "ecr-pull-through-cache";

/** Says what it was told to say; what the real one does is tested with the real one. */
const SCRIPTED_TERRAFORM = `#!/bin/sh
echo "$*" >> "$HOME/runs"
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan) for option; do case "$option" in -out=*) : > "\${option#-out=}" ;; esac; done ;;
  show) case "$*" in *-json*) cat "$HOME/plan.json" ;; *) cat "$HOME/plan.txt" ;; esac ;;
  apply) if test -f "$HOME/failure"; then cat "$HOME/failure" >&2; exit 1; fi; cat "$HOME/applied" ;;
esac
`;

const ADDED: PlanJson = {
  terraform_version: "1.11.0",
  resource_changes: [
    { address: "aws_a.b", change: { actions: ["create"], before: null, after: { name: "n" } } },
  ],
};
const A_SECRET: PlanJson = {
  terraform_version: "1.11.0",
  resource_changes: [
    {
      address: "aws_secretsmanager_secret.docker_cache_creds",
      change: { actions: ["create"], before: null, after: { name: "n" } },
    },
  ],
};
const REMOVED: PlanJson = {
  terraform_version: "1.11.0",
  resource_changes: [
    { address: "aws_a.b", change: { actions: ["delete"], before: { name: "n" }, after: null } },
  ],
};
const NOTHING: PlanJson = { terraform_version: "1.11.0" };

describe("a command that runs Terraform", () => {
  let root: string;
  let env: NodeJS.ProcessEnv;

  const synthesized = join(mkdtempSync(join(tmpdir(), "scripted-")), "cdktf.out");

  beforeAll(() => synthesizeApp(findProject("main.ts"), synthesized));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "scripted-"));
    const bin = join(root, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "terraform"), SCRIPTED_TERRAFORM, { mode: 0o755 });
    env = {
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: root,
      AWS_ACCESS_KEY_ID: "an-id",
      AWS_SECRET_ACCESS_KEY: "not-a-real-key",
      TF_VAR_docker_cache_username: "someone",
      TF_VAR_docker_cache_token: TOKEN,
      TF_VAR_aws_org_id: "o-exampleorgid",
    };
    terraformSays({ plan: ADDED, text: "the plan", applied: "Apply complete!" });
  });

  function terraformSays(said: { plan?: unknown; text?: string; applied?: string }): void {
    if (said.plan) writeFileSync(join(root, "plan.json"), JSON.stringify(said.plan));
    if (said.text) writeFileSync(join(root, "plan.txt"), said.text);
    if (said.applied) writeFileSync(join(root, "applied"), said.applied);
  }

  /** The same app each time: once is enough. */
  async function synthesize(_: Project, outdir: string) {
    cpSync(synthesized, outdir, { recursive: true });
    return { code: 0, stdout: "", stderr: "" };
  }

  const run = (...args: string[]) => pipelineIn({ root, env, synthesize })(...args);

  const plans = () => join(root, "plans");
  const runs = () => readFileSync(join(root, "runs"), "utf8");

  it.each([
    ["the plan's text", { text: `description = "${TOKEN}"` }, "plan.txt"],
    [
      "an address of the record",
      {
        plan: {
          ...ADDED,
          resource_changes: [
            { address: `aws_a.b["${TOKEN}"]`, change: { actions: ["create"], after: {} } },
          ],
        },
      },
      "plan.json",
    ],
  ])("keeps nothing when a token is in %s", async (_, said, file) => {
    terraformSays(said);
    const { code, output } = await run("plan", "--out", plans());
    expect(code).toBe(2);
    expect(output).toBe(
      `The value of the sensitive variable docker_cache_token is in ${join(STACK, file)}, so nothing was written. Something passes it on in a way that Terraform does not recognize as sensitive: check what uses var.docker_cache_token.`,
    );
    expect(existsSync(plans())).toBe(false);
  });

  it("masks a token in what an apply prints, and in why it fails", async () => {
    await run("plan", "--out", plans());
    terraformSays({ applied: `made ${TOKEN}` });
    expect((await run("apply", "--reviewed", plans())).output).toContain("made (sensitive value)");
    writeFileSync(join(root, "failure"), `Error: refused ${TOKEN}`);
    const { code, output } = await run("apply", "--reviewed", plans());
    expect(code).toBe(2);
    expect(output).toContain(
      `terraform apply of the stack ${STACK} failed:\nError: refused (sensitive value)`,
    );
  });

  describe("whose new secret ECR does not find yet", () => {
    const NOT_FOUND = "Error: creating ECR Pull Through Cache Rule: SecretNotFoundException: …\n";
    const pauses: number[] = [];
    const applied = async (plan: PlanJson, failure: string) => {
      terraformSays({ plan });
      await run("plan", "--out", plans());
      writeFileSync(join(root, "failure"), failure);
      pauses.length = 0;
      const pause = async (milliseconds: number) => pauses.push(milliseconds);
      const { code, output } = await pipelineIn({ root, env, synthesize, pause })(
        ...["apply", "--reviewed", plans()],
      );
      return { code, output, runs: runs().match(/^apply/gm)?.length };
    };

    it("goes on, for about a minute", async () => {
      const { code, output, runs } = await applied(A_SECRET, NOT_FOUND);
      expect(output).toContain("In 10 seconds, this continues with the rest of the reviewed plan");
      expect([runs, pauses]).toEqual([4, [10_000, 20_000, 40_000]]);
      expect(output).toContain(
        `terraform apply of the stack ${STACK} failed:\n${NOT_FOUND.trim()}`,
      );
      expect(code).toBe(2);
    });

    it("stops where something else failed too", async () => {
      expect(await applied(A_SECRET, `${NOT_FOUND}Error: AccessDenied\n`)).toMatchObject({
        runs: 1,
      });
    });

    it("stops where the reviewed plan makes no secret", async () => {
      expect(await applied(ADDED, NOT_FOUND)).toMatchObject({ runs: 1 });
    });
  });

  it("applies nothing where nothing is left to change", async () => {
    await run("plan", "--out", plans());
    terraformSays({ plan: NOTHING });
    const { code, output } = await run("apply", "--reviewed", plans());
    expect(output).toBe(`${STACK}: no changes, everything is as reviewed.`);
    expect(code).toBe(0);
    expect(runs()).not.toContain("apply");
  });

  it("locks the state only when it may write", async () => {
    await run("plan", "--out", plans());
    await run("drift", "--out", plans());
    await run("destroy", STACK);
    expect(runs()).not.toContain("-lock-timeout");
    expect(runs().match(/^plan .*-lock=false/gm)).toHaveLength(3);
    await run("apply", "--reviewed", plans());
    expect(runs()).toMatch(/^plan .*-lock-timeout=5m/m);
    expect(runs()).toMatch(/^apply .*-lock-timeout=5m/m);
  });

  it("destroys nothing without the confirmation, and says what would go", async () => {
    terraformSays({ plan: REMOVED });
    const { code, output } = await run("destroy", STACK);
    expect(output).toContain("this would be destroyed\n  aws_a.b\nNothing was destroyed.");
    expect(code).toBe(2);
    expect(runs()).not.toContain("apply");
    expect((await run("destroy", STACK, "--yes-destroy", STACK)).code).toBe(0);
    expect(runs()).toContain("apply");
  });

  it("finds no drift where nothing would change", async () => {
    terraformSays({ plan: NOTHING });
    expect(await run("drift", "--out", plans())).toEqual({
      code: 0,
      output: `${STACK}: no drift`,
    });
    expect(JSON.parse(readFileSync(join(plans(), "drift.json"), "utf8")).drift).toBe(false);
    terraformSays({ plan: ADDED });
    expect((await run("drift", "--out", plans())).code).toBe(1);
  });

  it("does not run while Terraform would log requests", async () => {
    env["TF_LOG"] = "DEBUG";
    const { code, output } = await run("plan", "--out", plans());
    expect(code).toBe(2);
    expect(output).toContain("TF_LOG is set");
  });

  describe("in a job", () => {
    const stackFolder = () => join(root, "cdktf.out", "stacks", STACK);
    const OVERRIDE = 'provider "external" {}';
    const gitHub = new GitHubStandIn();
    let extra: (folder: string) => void;

    beforeAll(() => gitHub.start());
    afterAll(() => gitHub.stop());
    beforeEach(() => {
      extra = () => {};
      gitHub.newestCommit = "d".repeat(40);
      Object.assign(env, gitHub.environment);
      const event = join(root, "event.json");
      const request = { number: 3, head: { sha: HEAD }, base: { sha: BASE } };
      writeFileSync(event, JSON.stringify({ pull_request: request }));
      env["GITHUB_EVENT_PATH"] = event;
      env["GITHUB_OUTPUT"] = join(root, "output");
      env["GITHUB_STEP_SUMMARY"] = join(root, "page.md");
    });

    /** An app that writes what it likes beside what it synthesizes. */
    async function synthesizeMore(project: Project, outdir: string) {
      const said = await synthesize(project, outdir);
      extra(join(outdir, "stacks", STACK));
      return said;
    }
    const job = (...args: string[]) =>
      pipelineIn({ root, env, synthesize: synthesizeMore })(...args);

    async function previewed(): Promise<string> {
      await job("plan", "--out", plans());
      const { code } = await job("preview", "--reviewed", plans(), "--out", join(root, "shown"));
      expect(code).toBe(0);
      const [, digest = ""] =
        /^digest=(.*)$/m.exec(readFileSync(join(root, "output"), "utf8")) ?? [];
      return digest;
    }

    it("binds the record to the pull request and its commits", async () => {
      await job("plan", "--out", plans());
      const record = JSON.parse(readFileSync(join(plans(), STACK, "plan.json"), "utf8"));
      expect(record.request).toEqual({ number: 3, head: HEAD, base: BASE });
      expect(record.text).toBe(sha256(readFileSync(join(plans(), STACK, "plan.txt"), "utf8")));
    });

    it("binds the record to the merge request of GitLab, too", async () => {
      delete env["GITHUB_ACTIONS"];
      Object.assign(env, { GITLAB_CI: "true", CI_MERGE_REQUEST_IID: "5", CI_COMMIT_SHA: HEAD });
      env["CI_MERGE_REQUEST_DIFF_BASE_SHA"] = BASE;
      await job("plan", "--out", plans());
      const record = JSON.parse(readFileSync(join(plans(), STACK, "plan.json"), "utf8"));
      expect(record.request).toEqual({ number: 5, head: HEAD, base: BASE });
      delete env["CI_MERGE_REQUEST_DIFF_BASE_SHA"];
      expect((await job("plan", "--out", plans())).output).toContain(
        "CI_MERGE_REQUEST_DIFF_BASE_SHA is not set",
      );
      env["CI_MERGE_REQUEST_EVENT_TYPE"] = "merged_result";
      expect((await job("plan", "--out", plans())).output).toContain("merged results pipeline");
    });

    it("shows what an apply would do on the job's page, and applies exactly that", async () => {
      const digest = await previewed();
      const page = readFileSync(join(root, "page.md"), "utf8");
      expect(page).toContain(`| \`${STACK}\` | 1 | 0 | 0 | 0 |`);
      expect(page).toContain("the plan");
      expect(runs()).not.toMatch(/^apply/m);
      const { code } = await job("apply", "--reviewed", join(root, "shown"), "--digest", digest);
      expect(code).toBe(0);
      expect(runs()).toMatch(/^apply/m);
    });

    describe("that looks for what was reviewed", () => {
      const MARK = "<!-- ecr-pull-through-cache: plan -->";

      /** Plans, and lets a run upload it and the bot say of it what is given. */
      async function foundAfter(said: (summary: string) => string) {
        await job("plan", "--out", plans());
        const file = (name: string) => readFileSync(join(plans(), STACK, name));
        const zip = zipSync({ "plan.json": file("plan.json"), "plan.txt": file("plan.txt") });
        const { configuration } = JSON.parse(file("plan.json").toString());
        gitHub.forget();
        gitHub.addPullRequest();
        gitHub.addArtifact(artifactName(STACK, configuration), zip);
        const summary = readFileSync(join(plans(), "summary.md"), "utf8").trim();
        gitHub.addComment(3, `${MARK}\n${said(summary)}`, "github-actions[bot]");
        return job("find-reviewed", "--out", join(root, "found"));
      }

      it("finds it by a comment that is its summary", async () => {
        expect(await foundAfter((summary) => summary)).toEqual({
          code: 0,
          output: `${STACK}: planned in https://github.com/platform/ecr-cache/actions/runs/501`,
        });
      });

      it.each<[string, (summary: string) => string]>([
        ["says less", (summary) => summary.replace("| 1 | 0 | 0 | 0 |", "| 0 | 0 | 0 | 0 |")],
        ["shows something else, and hides it", (summary) => `All is well.\n<!--\n${summary}\n-->`],
        ["says more", (summary) => `${summary}\n\nNothing of this matters.`],
        ["is of another record", (summary) => summary.replace(/: [0-9a-f]{64} -->/, ": -->")],
        ["shows another plan", (summary) => summary.replace("\nthe plan\n", "\nno change\n")],
      ])("counts no record whose comment %s", async (_, said) => {
        const { code, output } = await foundAfter(said);
        expect(output).toContain("does not say what the record says of the plan");
        expect(code).toBe(2);
        expect(existsSync(join(root, "found"))).toBe(false);
      });

      it("finds nothing for an old commit", async () => {
        gitHub.newestCommit = "e".repeat(40);
        const { code, output } = await foundAfter((summary) => summary);
        expect(output).toContain("only the newest is applied");
        expect(code).toBe(2);
      });

      it("says why a record that is there does not count", async () => {
        await foundAfter((summary) => summary);
        for (const run of gitHub.runs) run.event = "push";
        const { code, output } = await job("find-reviewed", "--out", join(root, "nothing"));
        expect(output).toContain(
          "  not counted: https://github.com/platform/ecr-cache/actions/runs/501: its run is of the event push\n",
        );
        expect(code).toBe(2);
      });
    });

    it("asks nobody for an approval of what was not reviewed", async () => {
      await job("plan", "--out", plans());
      terraformSays({ plan: REMOVED });
      const { code, output } = await job(
        ...["preview", "--reviewed", plans(), "--out", join(root, "shown")],
      );
      expect(output).toContain("its plan is no longer the reviewed one");
      expect(code).toBe(2);
      expect(existsSync(join(root, "shown"))).toBe(false);
    });

    it("applies no other records than were shown before the approval", async () => {
      const digest = await previewed();
      const file = join(root, "shown", STACK, "plan.json");
      const record = JSON.parse(readFileSync(file, "utf8"));
      const changes = [{ address: "aws_a.b", actions: ["delete"], values: {} }];
      writeFileSync(file, JSON.stringify({ ...record, changes }));
      terraformSays({ plan: REMOVED });
      const { code, output } = await job(
        ...["apply", "--reviewed", join(root, "shown"), "--digest", digest],
      );
      expect(output).toContain("The records are not the ones that were shown");
      expect(code).toBe(2);
    });

    it("applies nothing that was not shown, and nothing planned for no request", async () => {
      await previewed();
      expect((await job("apply", "--reviewed", join(root, "shown"))).output).toContain(
        "In a pipeline, apply takes what `preview` has shown",
      );
      writeFileSync(String(env["GITHUB_EVENT_PATH"]), "{}");
      await job("plan", "--out", plans());
      expect((await job("apply", "--reviewed", plans())).output).toContain(
        "was not made for a pull or merge request",
      );
      expect(runs()).not.toMatch(/^apply/m);
    });

    it("reads nothing that lay in the stack's folder before", async () => {
      mkdirSync(join(stackFolder(), ".terraform"), { recursive: true });
      writeFileSync(join(stackFolder(), "evil_override.tf"), OVERRIDE);
      expect((await job("plan", "--out", plans())).code).toBe(0);
      expect(existsSync(join(stackFolder(), "evil_override.tf"))).toBe(false);
      expect(existsSync(join(stackFolder(), ".terraform"))).toBe(false);
    });

    it.each([
      "evil_override.tf",
      "evil.tf.json",
      "import.tf.json",
      "override.tf.json",
      "evil.tofu",
      "terraform.tfvars",
      "evil.auto.tfvars",
      "evil.auto.tfvars.json",
      ".terraform.lock.hcl",
      ".terraform",
    ])("refuses %s that the app writes beside its configuration", async (name) => {
      extra = (folder) => writeFileSync(join(folder, name), '{"import":[]}');
      const { code, output } = await job("plan", "--out", plans());
      expect(output).toContain(
        `Terraform would read files that the app did not synthesize:\n  ${join(stackFolder(), name)}\n`,
      );
      expect(code).toBe(2);
      expect(existsSync(join(root, "runs"))).toBe(false);
    });

    it("refuses a configuration with a member that only Terraform would see", async () => {
      extra = (folder) => {
        const file = join(folder, "cdk.tf.json");
        const text = readFileSync(file, "utf8");
        writeFileSync(file, text.replace("{", '{"resource": {"evil": {"one": {}}},'));
      };
      const { code, output } = await job("plan", "--out", plans());
      expect(output).toContain("something has changed it after the synth");
      expect(code).toBe(2);
    });

    it("does not apply again what was reviewed of an old commit", async () => {
      const digest = await previewed();
      gitHub.newestCommit = "e".repeat(40);
      const { code, output } = await job(
        ...["apply", "--reviewed", join(root, "shown"), "--digest", digest],
      );
      expect(output).toContain("only the newest is applied");
      expect(code).toBe(2);
      expect(runs()).not.toMatch(/^apply/m);
    });

    it("does not apply with another Terraform than was reviewed", async () => {
      const digest = await previewed();
      terraformSays({ plan: { ...ADDED, terraform_version: "1.12.0" } });
      const { output } = await job(
        ...["apply", "--reviewed", join(root, "shown"), "--digest", digest],
      );
      expect(output).toContain("as made by Terraform 1.11.0, and this is 1.12.0");
      expect(runs()).not.toMatch(/^apply/m);
    });

    it.each([
      ["TF_CLI_ARGS", "-refresh=false"],
      ["TF_CLI_ARGS_apply", "-state=elsewhere"],
      ["TF_WORKSPACE", "elsewhere"],
      ["TF_DATA_DIR", "/tmp/elsewhere"],
      ["TF_REATTACH_PROVIDERS", "{}"],
      ["TF_CLI_CONFIG_FILE", "/etc/hostname"],
      ["NODE_OPTIONS", "--require=/tmp/evil.cjs"],
      ["LD_PRELOAD", "/tmp/evil.so"],
    ])("does not apply with another %s than was reviewed", async (name, value) => {
      const digest = await previewed();
      env[name] = value;
      const { code, output } = await job(
        ...["apply", "--reviewed", join(root, "shown"), "--digest", digest],
      );
      expect(output).toContain(`Terraform would run with other settings`);
      expect(output).toContain(`${STACK}: ${name}.`);
      expect(output).not.toContain(value);
      expect(code).toBe(2);
      expect(runs()).not.toMatch(/^apply/m);
    });
  });

  describe("on a laptop", () => {
    const inFolder = (name: string, text: string) => {
      const folder = join(root, "cdktf.out", "stacks", STACK);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };

    it("removes nothing, and refuses what it does not know", async () => {
      const file = inFolder("evil_override.tf", "");
      const { code, output } = await run("plan", "--out", plans());
      expect(output).toContain(`did not synthesize:\n  ${file}\n`);
      expect(code).toBe(2);
      expect(existsSync(file)).toBe(true);
    });

    it.each(["import_override.tf.json", "resources.tf.json"])("refuses %s", async (name) => {
      inFolder(name, name.startsWith("import") ? '{"import":[]}' : '{"resource":{}}');
      expect((await run("plan", "--out", plans())).code).toBe(2);
    });

    it("takes files with blocks about the state", async () => {
      inFolder("removed.tf.json", '{"removed":[{"from":"aws_a.b"}],"moved":[]}');
      expect((await run("plan", "--out", plans())).code).toBe(0);
    });

    it("takes import blocks as a part of what is reviewed", async () => {
      const file = inFolder("import.tf.json", '{"import":[{"to":"aws_a.b","id":"b"}]}');
      expect((await run("plan", "--out", plans())).code).toBe(0);
      expect((await run("apply", "--reviewed", plans())).code).toBe(0);
      writeFileSync(file, '{"import":[{"to":"aws_a.b","id":"c"}]}');
      expect((await run("apply", "--reviewed", plans())).output).toContain(
        "is not the reviewed one",
      );
    });
  });

  it("warns in a job whose state is lost with the runner", async () => {
    env["GITLAB_CI"] = "true";
    const { output } = await run("plan", "--out", plans());
    expect(output).toContain(`warning: the state of ${STACK} is a file on this runner`);
  });
});
