import type { Context } from "../context";
import { forgeOfJob } from "../forge/forge-of-job";
import { readText } from "../text-file";

/** Writes the summary of a plan as a comment on the pull or merge request. */
export async function comment(
  { file, number }: { file: string; number: number | undefined },
  { env, terminal }: Context,
): Promise<void> {
  const text = readText(file, "plan --out <dir>", env);
  const { done, url } = await forgeOfJob(env).comment(text, number);
  terminal.print(`The comment was ${done}: ${url}`);
}
