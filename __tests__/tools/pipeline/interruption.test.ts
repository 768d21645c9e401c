import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, vi } from "vitest";

const LINKED = ["node_modules", "cdktf.json", "main.ts", "ecr", "constructs", "stacks", "tools"];

const STACK = "ecr-pull-through-cache";
const DESTROY = ["destroy", STACK, "--yes-destroy", STACK];

/** Plans until it is asked to stop, and leaves a plan with a value in it. */
const SLOW_TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan)
    for option; do case "$option" in -out=*) echo not-a-real-token > "\${option#-out=}" ;; esac; done
    trap 'echo "Error: operation canceled by not-a-real-token" >&2; touch stopped; exit 1' INT
    touch planning
    while true; do sleep 0.1; done ;;
esac
`;

/** Has something to destroy, takes its time for it, and tells about it. */
const TALKING_TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan) for option; do case "$option" in -out=*) touch "\${option#-out=}" ;; esac; done ;;
  show)
    echo '{"terraform_version":"1.11.0","resource_changes":[
      {"address":"aws_ecr_registry_policy.this","change":{"actions":["delete"]}}]}' ;;
  apply)
    for step in 1 2 3 4 5; do echo "step $step"; sleep 0.2; done
    touch state-written ;;
esac
`;

/** Cannot write its state when it is asked to stop, nor later. */
const ERRORED_TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan) for option; do case "$option" in -out=*) touch "\${option#-out=}" ;; esac; done ;;
  show)
    echo '{"terraform_version":"1.11.0","resource_changes":[
      {"address":"aws_ecr_registry_policy.this","change":{"actions":["delete"]}}]}' ;;
  apply)
    trap 'echo "{}" > errored.tfstate; echo "Error: Failed to save state" >&2; exit 1' INT
    touch applying
    while true; do sleep 0.1; done ;;
  state) exit 1 ;;
esac
`;

it("a cancelled job keeps a state that Terraform could not write, and says where", async () => {
  const { job, root, stack, temporary, said, ended } = start(ERRORED_TERRAFORM, ...DESTROY);
  await vi.waitFor(() => expect(existsSync(join(stack, "applying"))).toBe(true), 20_000);
  job.kill("SIGTERM");

  expect(await ended).toBe(130);
  const kept = join(root, `errored.${STACK}.tfstate`);
  expect(said()).toContain("Error: Failed to save state");
  expect(said()).toContain(`could not write its state, which is kept in ${kept}.`);
  expect(said()).toMatch(/Interrupted\.\n$/);
  expect(readFileSync(kept, "utf8")).toBe("{}\n");
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  expect(existsSync(join(stack, "errored.tfstate"))).toBe(false);
  expect(privateFolders(temporary)).toEqual([]);
  expect(readdirSync(join(root, "cdktf.out")).filter((name) => name.startsWith(".run"))).toEqual(
    [],
  );
}, 30_000);

it("a cancelled job lets Terraform stop, and leaves no saved plan", async () => {
  const { job, stack, temporary, said, ended } = start(SLOW_TERRAFORM, "plan", "--out", "plans");
  await vi.waitFor(() => expect(existsSync(join(stack, "planning"))).toBe(true), 20_000);
  expect(privateFolders(temporary)).toHaveLength(1);
  job.kill("SIGTERM");

  expect(await ended).toBe(130);
  expect(said()).toMatch(/Error: operation canceled by \(sensitive value\)\nInterrupted\.\n$/);
  expect(existsSync(join(stack, "stopped"))).toBe(true);
  expect(privateFolders(temporary)).toEqual([]);
}, 30_000);

it("lets Terraform write its state when nobody reads the output any more, as with `| head`", async () => {
  const { job, stack, temporary, said, ended } = start(TALKING_TERRAFORM, ...DESTROY);
  job.stdout.once("data", () => job.stdout.destroy());

  expect(await ended).toBe(0);
  expect(said()).toBe("");
  expect(existsSync(join(stack, "state-written"))).toBe(true);
  expect(privateFolders(temporary)).toEqual([]);
}, 30_000);

/** Starts a command of the pipeline, with a Terraform of its own, in a project of its own. */
function start(script: string, ...command: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), "interrupted-"));
  const temporary = join(root, "temporary");
  mkdirSync(temporary);
  for (const name of LINKED) symlinkSync(resolve(name), join(root, name));
  const terraform = join(root, "scripted-terraform");
  writeFileSync(terraform, script, { mode: 0o755 });
  const stack = join(root, "cdktf.out", "stacks", STACK);

  const args = ["tools/ecr-cache.cjs", "pipeline", ...command];
  const job = spawn(process.execPath, args, {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      TMPDIR: temporary,
      TERRAFORM_BINARY_NAME: terraform,
      AWS_ACCESS_KEY_ID: "an-id",
      AWS_SECRET_ACCESS_KEY: "not-a-real-key",
      // Nobody answers there.
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_MAX_ATTEMPTS: "1",
      TF_VAR_docker_cache_username: "someone",
      TF_VAR_docker_cache_token: "not-a-real-token",
      TF_VAR_aws_org_id: "o-exampleorgid",
    },
  });
  let stderr = "";
  job.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((done) => job.once("close", done));
  return { job, root, stack, temporary, ended, said: () => stderr };
}

function privateFolders(temporary: string): string[] {
  return readdirSync(temporary).flatMap((name) => readdirSync(join(temporary, name)));
}
