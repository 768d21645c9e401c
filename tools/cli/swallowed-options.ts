import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Option } from "commander";
import { UsageError } from "./usage-error";

/** Options of our commands that npm sets for every script, whether they were given or not. */
const ALWAYS_SET = ["prefix"];

/**
 * Refuses a command line from which npm has taken options. In `npm run rewrite --check .`, without
 * `--`, npm takes `--check` for an option of its own, and the command would write files that it should
 * only have checked.
 *
 * npm passes the options that it took as `npm_config_…`. They concern this command only when a script
 * of package.json runs it.
 *
 * @param typed the words that reached the command, without its name
 * @throws UsageError with the right command line
 */
export function refuseSwallowedOptions(
  command: CommandUnknownOpts,
  typed: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  if (!/\becr-cache\b/.test(env["npm_lifecycle_script"] ?? "")) return;
  const step = command.commands.find((one) => one.name() === typed[0]);
  const words = [...command.options, ...(step?.options ?? [])].flatMap((option) => {
    const kept = takenByNpm(option, env);
    const isGiven = typed.some(
      (word) => word === option.long || word.startsWith(`${option.long}=`),
    );
    return kept === undefined || isGiven ? [] : wordsOf(option, kept);
  });
  if (words.length === 0) return;
  const [ofStep, others] = step ? [typed.slice(0, 1), typed.slice(1)] : [[], typed];
  const all = [...ofStep, ...words, ...others];
  const line = ["npm run", env["npm_lifecycle_event"], "--", ...all].join(" ");
  const names = words.filter((word) => word.startsWith("--")).join(" and ");
  throw new UsageError(
    `npm took ${names} for an option of its own, because there is no -- before it. Nothing was done.\n  fix: ${line}`,
  );
}

function takenByNpm({ long }: Option, env: NodeJS.ProcessEnv): string | undefined {
  const name = (long ?? "").replace(/^--/, "");
  if (ALWAYS_SET.includes(name)) return undefined;
  // npm reads `--app` as three of its own short options: -a, -p and -p.
  if (name === "app" && env["npm_config_all"] && env["npm_config_parseable"]) return "true";
  const kept = env[`npm_config_${name.replaceAll("-", "_")}`];
  const isNpmsRegistry = name === "registry" && /^https?:\/\//.test(kept ?? "");
  return kept && !isNpmsRegistry ? kept : undefined;
}

/** npm may also have taken the word after the option, or several values of one option. */
function wordsOf({ long = "" }: Option, kept: string): string[] {
  if (kept === "true") return [long];
  return kept.split("\n\n").flatMap((value) => [long, value]);
}
