import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { run } from "../../tools/terraform/terraform-cli";
import { ENTRY } from "../tools/cli/ecr-cache";
import { describeWithTerraform } from "./describe-with-terraform";

const demo = (env = process.env) => run(process.execPath, [ENTRY, "demo"], { env });

/** Whether a file of which the name ends so is anywhere in a folder. */
function existsInside(folder: string, end: string): boolean {
  return readdirSync(folder, { recursive: true }).some((name) => String(name).endsWith(end));
}

/** The processes that run in a folder, also when it has been removed; none where there is no /proc. */
function processesIn(folder: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((id) => {
    try {
      return readlinkSync(`/proc/${id}/cwd`).startsWith(folder);
    } catch {
      return false; // no process, or one that has ended
    }
  });
}

describeWithTerraform("npm run demo", () => {
  it("deploys main.ts to local-aws and shows what AWS would hold", async () => {
    const { code, stdout, stderr } = await demo();
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain("created aws_ecr_pull_through_cache_rule.docker");
    expect(stdout).toContain("Apply complete! Resources: 6 added, 0 changed, 0 destroyed.");
    expect(stdout).toContain(
      '"docker" = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/"',
    );
    expect(stdout).toContain("pull-through cache rule  docker-hub: from registry-1.docker.io");
    expect(stdout).not.toContain("example-docker-cache-token");
  });

  it("leaves nothing behind when it is told to end while Terraform applies", async () => {
    const temporary = mkdtempSync(join(tmpdir(), "demo-"));
    const env = { ...process.env, TMPDIR: temporary };
    const child = spawn(process.execPath, [ENTRY, "demo"], { env, stdio: "ignore" });
    const ended = once(child, "exit");
    await vi.waitUntil(() => existsInside(temporary, ".tfstate.lock.info"), {
      timeout: 60_000,
      interval: 20,
    });
    child.kill("SIGTERM");
    expect(await ended).toEqual([130, null]);
    expect(readdirSync(temporary)).toEqual([]);
    expect(processesIn(temporary)).toEqual([]);
  });

  it("says what to install where there is no Terraform", async () => {
    const bin = mkdtempSync(join(tmpdir(), "bin-"));
    symlinkSync(process.execPath, join(bin, "node"));
    const { code, stdout, stderr } = await demo({ ...process.env, PATH: bin });
    expect(stdout).toBe("");
    expect(stderr).toBe(
      "There is no `terraform` on the PATH. Install Terraform >= 1.11: https://developer.hashicorp.com/terraform/install\n",
    );
    expect(code).toBe(2);
  });
});
