import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OutputLock } from "../../../tools/cdktf/output-lock";
import { RUN_APP } from "../../../tools/cdktf/project";
import { identifyProcess, type ProcessIdentity } from "../../../tools/running-process";
import { run } from "../../../tools/terraform/terraform-cli";

describe("a project's cdktf.out", () => {
  let outdir: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "output-"));
  });
  afterEach(() => {
    for (const one of started.splice(0)) one.kill("SIGKILL");
  });

  const said: string[] = [];
  const acquire = (pause: () => Promise<unknown> = async () => {}) => {
    said.length = 0;
    return OutputLock.acquire(outdir, { command: "test", pause, tell: (line) => said.push(line) });
  };

  /** A process that goes on until it is killed. */
  function aProcess(): { process: ChildProcess; identity: ProcessIdentity } {
    const one = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    started.push(one);
    const identity = identifyProcess(one.pid ?? 0);
    if (!identity) throw new Error("it does not run");
    return { process: one, identity };
  }

  /** What a run leaves, whose process is not this one. */
  function aRun(holder: ProcessIdentity, terraform?: ProcessIdentity): string {
    const file = join(outdir, `.run-${holder.pid}-00000000.json`);
    const work = terraform && { stack: "cache", command: "apply", process: terraform, folder: "" };
    writeFileSync(file, JSON.stringify({ command: "pipeline apply", holder, terraform: work }));
    return file;
  }

  async function ended(): Promise<ProcessIdentity> {
    const { process: one, identity } = aProcess();
    const exit = new Promise((done) => one.once("exit", done));
    one.kill("SIGKILL");
    await exit;
    return identity;
  }

  it("is lent to one run at a time, in files that only this user can read", async () => {
    const first = await acquire();
    const [file = ""] = readdirSync(outdir);
    expect(statSync(join(outdir, file)).mode & 0o777).toBe(0o600);
    let pauses = 0;
    const second = await acquire(async () => {
      pauses += 1;
      if (pauses === 3) first.release();
    });
    expect(pauses).toBe(3);
    expect(said).toEqual([
      expect.stringMatching(/^`test` \(process \d+ on .+\) is at work in .+ This run waits/),
    ]);
    second.release();
    expect(readdirSync(outdir)).toEqual([]);
  });

  it("is never lent to two of many runs that begin together", async () => {
    let holders = 0;
    const pause = () => new Promise((done) => setTimeout(done, Math.random() * 10));
    const runs = Array.from({ length: 8 }, async () => {
      const lock = await acquire(pause);
      holders += 1;
      expect(holders).toBe(1);
      await pause();
      holders -= 1;
      lock.release();
    });
    await Promise.all(runs);
  });

  it("is refused after five minutes, with the file to delete", async () => {
    const file = aRun(aProcess().identity);
    await expect(acquire()).rejects.toThrow(`delete ${file}`);
    expect(readdirSync(outdir)).toHaveLength(1);
  });

  it("is kept by the Terraform of a run that was killed, which the next run is told of", async () => {
    const terraform = aProcess();
    aRun(await ended(), terraform.identity);
    const lock = await acquire(async () => {
      const exit = new Promise((done) => terraform.process.once("exit", done));
      terraform.process.kill("SIGKILL");
      await exit;
    });
    expect(said[0]).toContain(
      `\`terraform apply\` of the stack cache (process ${terraform.identity.pid}), whose \`pipeline apply\` was killed, is at work`,
    );
    expect(lock.takeKilled()).toEqual([
      expect.objectContaining({ terraform: expect.objectContaining({ stack: "cache" }) }),
    ]);
    expect(lock.takeKilled()).toEqual([]);
    lock.release();
  });

  it("is free after a run that was killed, also when another process has got its id", async () => {
    aRun(await ended());
    aRun({ ...aProcess().identity, started: "at another time" });
    const lock = await acquire(async () => expect.fail("there is nothing to wait for"));
    expect(lock.takeKilled()).toEqual([]);
    lock.release();
    expect(readdirSync(outdir)).toEqual([]);
  });

  it("of a run on another machine is never taken, because nobody knows whether it goes on", async () => {
    aRun({ ...(await ended()), host: "another-machine" });
    await expect(acquire()).rejects.toThrow("on another-machine");
  });

  it("is written by no app while another run is at work", { timeout: 30_000 }, async () => {
    const other = aProcess();
    aRun(other.identity);
    const env = { ...process.env, CDKTF_OUTDIR: outdir };
    const app = spawn(process.execPath, [RUN_APP, "main.ts"], { env });
    let stderr = "";
    app.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const closed = once(app, "close");
    await vi.waitFor(() => expect(stderr).toContain("is at work in"), 20_000);
    expect(readdirSync(outdir)).not.toContain("manifest.json");
    other.process.kill("SIGKILL");
    expect(await closed).toEqual([0, null]);
    expect(other.process.signalCode).toBe("SIGKILL");
    expect(readdirSync(outdir).sort()).toEqual(["manifest.json", "stacks"]);
  });

  it("is written file by file, so that nobody reads half of one", async () => {
    const app = ["const { App } = require('cdktf');", "new App().synth();"].join("\n");
    const file = join(mkdtempSync(join(tmpdir(), "app-")), "app.js");
    writeFileSync(file, app);
    const before = join(outdir, "manifest.json");
    writeFileSync(before, "what another run reads");
    const inode = statSync(before).ino;
    const env = { ...process.env, CDKTF_OUTDIR: outdir, NODE_PATH: "node_modules" };
    const { stderr, code } = await run(process.execPath, [RUN_APP, file], { env });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(before, "utf8"))).toHaveProperty("stacks");
    expect(statSync(before).ino).not.toBe(inode);
  });
});
