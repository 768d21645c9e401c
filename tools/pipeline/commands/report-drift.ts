import type { Context } from "../context";
import { forgeOfJob } from "../forge/forge-of-job";
import { readText } from "../text-file";

const RESOLVED = "There is no more drift: everything is as configured.";

/** Opens or updates the issue about drift, or closes it. */
export async function reportDrift(
  { file, resolved }: { file: string | undefined; resolved: boolean },
  { env, terminal }: Context,
): Promise<void> {
  const text = file === undefined ? RESOLVED : readText(file, "drift --out <dir>", env);
  const forge = forgeOfJob(env);
  if (!resolved) {
    const { done, url } = await forge.openDriftIssue(text);
    terminal.print(`The issue was ${done}: ${url}`);
    return;
  }
  const url = await forge.closeDriftIssue(text);
  terminal.print(url ? `The issue was closed: ${url}` : "No issue about drift is open.");
}
