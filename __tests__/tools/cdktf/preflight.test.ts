import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { findProject, synthesizeApp } from "../../../tools/cdktf/project";

const STACK = "ecr-pull-through-cache";

/** Looks at what is there, as an app does that cdktf runs, and goes on until nobody listens any more. */
const CDKTF = `
const { spawnSync } = require("node:child_process");
const check = ${JSON.stringify(["tools/typescript.cjs", "tools/cdktf/preflight.ts"].map((file) => resolve(file)))};
const { status } = spawnSync(process.execPath, check, { stdio: ["ignore", "inherit", "inherit"] });
console.log(status);
process.stdin.resume();
`;

const TERRAFORM = `#!/bin/sh
echo '{"terraform_version":"1.11.0"}'
`;

describe("npx cdktf", () => {
  const root = mkdtempSync(join(tmpdir(), "preflight-"));
  const outdir = join(root, "cdktf.out");
  const runs = () => readdirSync(outdir).filter((name) => name.startsWith(".run-"));

  beforeAll(async () => {
    writeFileSync(join(root, "cdktf"), CDKTF);
    writeFileSync(join(root, "scripted-terraform"), TERRAFORM, { mode: 0o755 });
    await synthesizeApp(findProject("main.ts"), outdir);
  });

  function cdktf(...args: string[]) {
    const job = spawn(process.execPath, [join(root, "cdktf"), ...args], {
      cwd: root,
      env: {
        PATH: process.env["PATH"],
        TERRAFORM_BINARY_NAME: join(root, "scripted-terraform"),
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
    const looked = new Promise<string>((done) => {
      job.stdout.setEncoding("utf8").on("data", done);
    });
    return { job, looked, said: text(job.stderr) };
  }

  it("keeps cdktf.out for itself for as long as it runs", async () => {
    const { job, looked, said } = cdktf("diff", "--skip-provider-lock");
    expect(await looked).toBe("0\n");
    const [file = ""] = runs();
    const { holder } = JSON.parse(readFileSync(join(outdir, file), "utf8"));
    expect(holder.pid).toBe(job.pid);
    job.stdin.end();
    expect(await said).not.toContain("is at work");

    const next = cdktf("diff", "--skip-provider-lock");
    expect(await next.looked).toBe("0\n");
    expect(runs()).not.toContain(file);
    next.job.stdin.end();
    expect(await next.said).not.toContain("is at work");
  });

  it.each(["diff", "deploy"])(
    "%s refuses to go on without a state that could not be written",
    async (command) => {
      const folder = join(outdir, "stacks", STACK);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "errored.tfstate"), "{}");
      const { job, looked, said } = cdktf(command, STACK);
      expect(await looked).toBe("1\n");
      job.stdin.end();
      expect(await said).toContain(`The last apply of ${STACK} could not write its state`);
    },
  );
});
