import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Interruption } from "../../tools/cli/interruption";
import { surveyStack } from "../../tools/deployment/stack-survey";
import { refuseUnknownResources } from "../../tools/pipeline/unknown-resources";
import { identifyProcess } from "../../tools/running-process";
import { OUTPUT_FILES } from "../../tools/terraform/terraform-process";
import { Deployment } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { endState } from "./end-state";
import type { NumberedCall } from "./faults";
import { READING_CALLS, WRITING_CALLS } from "./main-calls";

/** What each call of a deploy of main.ts makes. */
const MADE_BY: Readonly<Record<string, string>> = {
  "ecr:CreatePullThroughCacheRule": "aws_ecr_pull_through_cache_rule.docker",
  "ecr:CreateRepositoryCreationTemplate": "aws_ecr_repository_creation_template.cache",
  "ecr:PutRegistryPolicy": "aws_ecr_registry_policy.this",
  "ecr:PutRegistryScanningConfiguration": "aws_ecr_registry_scanning_configuration.this",
  "secretsmanager:CreateSecret": "aws_secretsmanager_secret.docker_cache_creds",
  "secretsmanager:PutSecretValue": "aws_secretsmanager_secret_version.docker_cache_creds",
};

describeWithTerraform("a deploy of main.ts", () => {
  let deployment: Deployment;
  let undisturbed: { aws: unknown; addresses: string[] };
  /** Called when a call has been carried out, and before it is answered. */
  let onCall: (call: NumberedCall) => void = () => {};
  const counts = new Map<string, number>();

  beforeAll(async () => {
    const callLog = ({ call }: { call: string }) => {
      const count = (counts.get(call) ?? 0) + 1;
      counts.set(call, count);
      onCall([call, count]);
    };
    deployment = await Deployment.open("main.ts", { requireSecretValue: true, callLog });
    await deployment.apply();
    undisturbed = { aws: endState(deployment.aws), addresses: addressesInState() };
    for (const [name, value] of Object.entries(deployment.sandbox.env)) vi.stubEnv(name, value);
  });
  beforeEach(() => {
    deployment.startOver();
    counts.clear();
  });
  afterEach(() => {
    onCall = () => {};
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  function addressesInState(): string[] {
    const { resources } = JSON.parse(readState());
    return resources
      .filter(({ mode }: { mode: string }) => mode === "managed")
      .map(({ type, name }: { type: string; name: string }) => `${type}.${name}`)
      .sort();
  }

  /** Terraform leaves an empty file where it was killed. */
  const readState = () => readFileSync(deployment.stateFile, "utf8") || '{"resources":[]}';

  /** Calls back once, at the first of these calls. */
  function at(calls: readonly NumberedCall[], kill: () => void): void {
    onCall = ([call, count]) => {
      if (!calls.some(([name, number]) => name === call && number === count)) return;
      onCall = () => {};
      kill();
    };
  }

  describe("whose wrapper is killed", () => {
    const folder = mkdtempSync(join(tmpdir(), "killed-"));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it.each(
      [...WRITING_CALLS, ...READING_CALLS].map((calls) => ({
        calls,
        names: calls.flat().join(" "),
      })),
    )(
      "at $names is brought to its end by Terraform, and nothing is unknown to the state",
      async ({ calls }) => {
        const { sandbox } = deployment;
        const args = ["tools/typescript.cjs", "__tests__/terraform/fixtures/apply.ts"];
        const wrapper = spawn(process.execPath, [...args, sandbox.stack.folder, folder], {
          env: sandbox.env,
        });
        const terraform = firstNumber(wrapper);
        at(calls, () => wrapper.kill("SIGKILL"));
        const signal = await new Promise((done) => wrapper.once("exit", (_, by) => done(by)));
        expect(signal).toBe("SIGKILL");

        const pid = await terraform;
        await expect.poll(() => identifyProcess(pid), { timeout: 60_000 }).toBeUndefined();
        expect(readFileSync(join(folder, OUTPUT_FILES.stdout), "utf8")).toContain(
          "Apply complete!",
        );
        expect(endState(deployment.aws)).toEqual(undisturbed.aws);
        expect(addressesInState()).toEqual(undisturbed.addresses);
        expect(statSync(deployment.stateFile).mode & 0o777).toBe(0o600);
      },
    );
  });

  describe("whose Terraform is killed", () => {
    const calls = WRITING_CALLS.flat().filter(([call]) => !call.startsWith("sts:"));

    it.each(calls)(
      "at %s %i: the next run names what is unknown, and import blocks take it over",
      async (...call) => {
        const { sandbox } = deployment;
        const { stack } = sandbox;
        const args = ["apply", "-auto-approve", "-input=false", "-no-color"];
        const terraform = spawn("terraform", args, { cwd: stack.folder, env: sandbox.env });
        at([call], () => terraform.kill("SIGKILL"));
        await new Promise((done) => terraform.once("exit", done));
        const before = deployment.aws.calls
          .filter(({ mutating, error }) => mutating && !error)
          .map((one) => one.call);
        const known = addressesInState();
        const made = undisturbed.addresses.filter((address) => !known.includes(address));
        let said = "";
        await refuseUnknownResources(
          stack,
          made.map((address) => ({ address, actions: ["create"], values: {} })),
          {
            env: sandbox.env,
            interruption: new Interruption(),
            survey: surveyStack,
            terminal: {
              warn: (line) => {
                said += line;
              },
            },
          },
        ).catch(({ message }: Error) => {
          said += message;
        });
        const unknown = before
          .map((name) => MADE_BY[name] ?? name)
          .filter((one) => made.includes(one));
        for (const address of unknown) expect(said).toContain(`  ${address} ← `);
        expect(unknown).toContain(MADE_BY[call[0]]);
        const [blocks = ""] = /^\{$[\s\S]*^\}$/m.exec(said) ?? [];
        const file = join(stack.folder, "import.tf.json");
        writeFileSync(file, blocks);
        const taken = await deployment.apply();
        rmSync(file, { force: true });
        expect(taken.stderr).toBe("");
        expect(taken.code).toBe(0);
        expect(endState(deployment.aws)).toEqual(undisturbed.aws);
        expect(addressesInState()).toEqual(undisturbed.addresses);
      },
    );
  });
});

/** The first line that a process prints, which is a number. */
function firstNumber({ stdout }: ChildProcess): Promise<number> {
  return new Promise((done) => {
    let text = "";
    stdout?.on("data", (chunk) => {
      text += chunk;
      const [, line] = /^(\d+)\n/.exec(text) ?? [];
      if (line !== undefined) done(Number(line));
    });
  });
}
