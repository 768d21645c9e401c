import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, it } from "vitest";
import { misleadingVariables, startLocalAws } from "../../../local-aws";
import { ENTRY, ecrCache } from "../cli/ecr-cache";

const COMMAND = [ENTRY, "local-aws"];
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts the command and reads what it prints before it begins to serve. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [...COMMAND, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return { child, lines: await introduction(child) };
}

async function introduction(child: ChildProcess): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    lines.push(line);
    if (line === "# Press Ctrl-C to stop it.") break;
  }
  return lines;
}

const endpointIn = (lines: readonly string[]) =>
  lines.find((line) => line.startsWith("export AWS_ENDPOINT_URL="))?.split("=")[1] ?? "";

describe("npm run local-aws", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "prints a shell script that points every client at it, and serves until %s",
    async (signal) => {
      const { child, lines } = await start("--region", "us-east-1", "--account", "222222222222");
      expect(lines.filter((line) => !/^(#|export \w+=\S+|unset )/.test(line))).toEqual([]);
      expect(lines).toContain("export AWS_REGION=us-east-1");
      expect(lines).toContain("export AWS_SESSION_TOKEN=''");
      expect((await fetch(endpointIn(lines))).status).toBe(403);
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );

  it("writes one line a call, to standard error", async () => {
    const { child, lines } = await start("--fail", "ecr:DescribeRegistry");
    const logged = once(createInterface({ input: child.stderr as NodeJS.ReadableStream }), "line");
    const ecr = new ECR({
      endpoint: endpointIn(lines),
      region: "eu-west-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    await ecr.describeRegistry({}).catch(() => {});
    expect(await logged).toEqual([
      "ecr:DescribeRegistry eu-west-1 AccessDeniedException (injected fault)",
    ]);
  });

  it("ends when its parent is killed", async () => {
    const script = `
      const child = require("node:child_process").spawn(process.execPath, ${JSON.stringify(COMMAND)}, { stdio: ["ignore", 1, "ignore"] });
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    started.push(parent);
    const endpoint = endpointIn(await introduction(parent));
    expect((await fetch(endpoint)).status).toBe(403);
    parent.kill("SIGKILL");
    await expect
      .poll(
        () =>
          fetch(endpoint).then(
            () => "serving",
            () => "ended",
          ),
        { timeout: 5000 },
      )
      .toBe("ended");
  }, 15_000);

  it("says when its port is in use", async () => {
    const aws = await startLocalAws();
    const { port } = new URL(aws.endpoint);
    const { code, stdout, stderr } = await ecrCache(["local-aws", "--port", port]);
    await aws.close();
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `Port ${port} is in use.\n  fix: choose another port, or omit --port\n`,
    });
  });
});

const hasCli = spawnSync("aws", ["--version"]).status === 0;

it.skipIf(!hasCli)(
  "the AWS CLI works in the environment that is printed",
  async () => {
    const { lines } = await start();
    const exported = lines.flatMap((line) => /^export (\w+)=(.*)$/.exec(line)?.slice(1) ?? []);
    const env = { ...process.env };
    for (const name of misleadingVariables) delete env[name];
    for (let n = 0; n < exported.length; n += 2) {
      env[exported[n] ?? ""] = exported[n + 1] === "''" ? "" : exported[n + 1];
    }
    const args = ["ecr", "describe-registry", "--query", "registryId", "--output", "text"];
    expect(execFileSync("aws", args, { env, encoding: "utf8" }).trim()).toBe("111111111111");
  },
  30_000,
);
