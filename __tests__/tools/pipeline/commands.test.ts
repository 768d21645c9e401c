import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { findProject, type Project, synthesizeApp } from "../../../tools/cdktf/project";
import type { PlanJson } from "../../../tools/pipeline/planned-changes";
import { pipelineIn } from "./pipeline";

const TOKEN = "not-a-real-token-of-docker-hub";
const STACK = "ecr-pull-through-cache";

/** Says what it was told to say; what the real one does is tested with the real one. */
const SCRIPTED_TERRAFORM = `#!/bin/sh
echo "$*" >> "$HOME/runs"
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan)
    if test -f "$HOME/plan-failure"; then cat "$HOME/plan-failure" >&2; exit 1; fi
    for option; do case "$option" in -out=*) : > "\${option#-out=}" ;; esac; done ;;
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
      `The value of the sensitive variable docker_cache_token is in ${join(STACK, file)}, so nothing was written. Something hands it on to where Terraform does not know that it is sensitive: look at what uses var.docker_cache_token.`,
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
      expect(output).toContain(
        "In 10 seconds, this goes on with what is left of the reviewed plan",
      );
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
    expect(output).toBe(`${STACK}: no changes, everything is as it was reviewed.`);
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

  it("waits for another one that works in the same project", async () => {
    const pause = () => new Promise((done) => setTimeout(done, 50));
    let atWork = 0;
    const alone: typeof synthesize = async (...project) => {
      atWork += 1;
      expect(atWork).toBe(1);
      await pause();
      const result = await synthesize(...project);
      atWork -= 1;
      return result;
    };
    const around = { root, env, synthesize: alone, pause };
    const both = await Promise.all([
      pipelineIn(around)("plan", "--out", plans()),
      pipelineIn(around)("drift", "--out", join(root, "drift")),
    ]);
    expect(both.map(({ code }) => code)).toEqual([0, 1]);
    expect(both.map(({ output }) => output).join()).toMatch(
      /`pipeline (plan|drift)` \(process \d+ on .+\) is at work in .+cdktf\.out\. This run waits/,
    );
  });

  it("says how to release the lock of a run that was killed", async () => {
    await run("plan", "--out", plans());
    const id = "0a1b2c3d-0000-4000-8000-000000000000";
    const failure = `Error: Error acquiring the state lock\n\nLock Info:\n  ID:        ${id}\n`;
    writeFileSync(join(root, "plan-failure"), failure);
    const { code, output } = await run("apply", "--reviewed", plans());
    expect(output).toContain(`cdktf.out/stacks/${STACK} force-unlock ${id}\n`);
    expect(code).toBe(2);
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

  it("warns in a job whose state is lost with the runner", async () => {
    env["GITLAB_CI"] = "true";
    const { output } = await run("plan", "--out", plans());
    expect(output).toContain(`warning: the state of ${STACK} is a file on this runner`);
  });
});
