import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it, vi } from "vitest";

const LINKED = ["node_modules", "main.ts", "ecr", "constructs", "stacks", "tools", "package.json"];

/** Plans until it is asked to stop, and leaves a plan with a value in it. */
const SLOW_TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo '{"terraform_version":"1.11.0"}' ;;
  plan)
    for option; do case "$option" in -out=*) echo not-a-real-token > "\${option#-out=}" ;; esac; done
    trap 'touch stopped; exit 1' INT
    touch planning
    while true; do sleep 0.1; done ;;
esac
`;

it("a cancelled job lets Terraform stop, and leaves no saved plan", async () => {
  const root = mkdtempSync(join(tmpdir(), "interrupted-"));
  const temporary = join(root, "temporary");
  mkdirSync(temporary);
  for (const name of LINKED) symlinkSync(resolve(name), join(root, name));
  const terraform = join(root, "slow-terraform");
  writeFileSync(terraform, SLOW_TERRAFORM, { mode: 0o755 });
  const stack = join(root, "cdktf.out", "stacks", "ecr-pull-through-cache");

  const args = ["--require", "tsx/cjs", "tools/pipeline.ts", "plan", "--out", "plans"];
  const job = spawn(process.execPath, args, {
    cwd: root,
    env: {
      PATH: process.env["PATH"],
      TMPDIR: temporary,
      TERRAFORM_BINARY_NAME: terraform,
      AWS_ACCESS_KEY_ID: "an-id",
      AWS_SECRET_ACCESS_KEY: "not-a-real-key",
      TF_VAR_docker_cache_username: "someone",
      TF_VAR_docker_cache_token: "not-a-real-token",
      TF_VAR_aws_org_id: "o-exampleorgid",
    },
  });
  let said = "";
  job.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<number | null>((done) => job.once("close", done));
  await vi.waitFor(() => expect(existsSync(join(stack, "planning"))).toBe(true), 20_000);
  expect(privateFolders(temporary)).toHaveLength(1);
  job.kill("SIGTERM");

  expect(await ended).toBe(1);
  expect(said).toBe("Interrupted: Terraform was asked to stop, and has stopped.\n");
  expect(existsSync(join(stack, "stopped"))).toBe(true);
  expect(privateFolders(temporary)).toEqual([]);
}, 30_000);

/** tsx has its cache in the same place. */
function privateFolders(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("pipeline-"));
}
