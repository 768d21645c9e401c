import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { startProviderProxy } from "./provider-proxy";

/** A running AWS provider that many Terraform runs attach to. */
export interface SharedProvider {
  /** For the environment variable `TF_REATTACH_PROVIDERS`. */
  readonly reattach: string;
  stop(): void;
}

/**
 * Starts the AWS provider once, as `-debug` does for provider developers. It is the same program; only
 * loading it for each plan and apply, seconds each time, is saved, and its description of the types that
 * no stack has.
 *
 * @param env what the provider talks to; Terraform's own environment does not reach it
 */
export async function startSharedProvider(env: NodeJS.ProcessEnv): Promise<SharedProvider> {
  // With a certificate bundle, the provider cannot be configured a second time; loopback needs none.
  const { AWS_CA_BUNDLE: _, ...plain } = env;
  const process = spawn(inject("providerBinary"), ["-debug"], { env: plain });
  const reattach: Reattachment = JSON.parse(await reattachment(process));
  const folder = mkdtempSync(join(tmpdir(), "provider-"));
  const proxies = await Promise.all(
    Object.values(reattach).map(async ({ Addr }, index) => {
      const proxy = await startProviderProxy(Addr.String, join(folder, `${index}.sock`));
      Addr.String = proxy.socket;
      return proxy;
    }),
  );
  return {
    reattach: JSON.stringify(reattach),
    stop: () => {
      for (const proxy of proxies) proxy.close();
      process.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Which providers run already, by their addresses, and where. */
type Reattachment = Record<string, { Addr: { String: string } }>;

function reattachment(process: ChildProcess): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /TF_REATTACH_PROVIDERS='(.+)'/.exec(output)?.[1];
      if (found) resolve(found);
    };
    process.stdout?.on("data", listen);
    process.stderr?.on("data", listen);
    process.once("error", reject);
    process.once("exit", () => reject(new Error(`the provider ended:\n${output}`)));
  });
}
