import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Option } from "commander";
import { UsageError } from "./usage-error";

/** Options of ours that npm sets for every script, whoever asked for them. */
const ALWAYS_SET = ["prefix"];

/**
 * Refuses a command line of which npm has kept something. `npm run rewrite --check .` without `--`
 * makes `--check` an option of npm's, and would rewrite what it was only to look at.
 *
 * npm shows what it kept as `npm_config_…`; only where a script of package.json runs this command is
 * it about us.
 *
 * @param typed the words that reached the command, without its name
 * @throws UsageError with the line to type
 */
export function refuseSwallowedOptions(
  command: CommandUnknownOpts,
  typed: readonly string[],
  env: NodeJS.ProcessEnv,
): void {
  if (!/\becr-cache\b/.test(env["npm_lifecycle_script"] ?? "")) return;
  const step = command.commands.find((one) => one.name() === typed[0]);
  const words = [...command.options, ...(step?.options ?? [])].flatMap((option) => {
    const kept = keptByNpm(option, env);
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
    `npm has kept ${names} for itself, because there is no -- before it. Nothing was done.\n  fix: ${line}`,
  );
}

function keptByNpm({ long }: Option, env: NodeJS.ProcessEnv): string | undefined {
  const name = (long ?? "").replace(/^--/, "");
  if (ALWAYS_SET.includes(name)) return undefined;
  // npm takes `--app` for three short options of its own, -a, -p and -p.
  if (name === "app" && env["npm_config_all"] && env["npm_config_parseable"]) return "true";
  const kept = env[`npm_config_${name.replaceAll("-", "_")}`];
  const isNpmsRegistry = name === "registry" && /^https?:\/\//.test(kept ?? "");
  return kept && !isNpmsRegistry ? kept : undefined;
}

/** npm may have taken the word that followed along, and several values of one option. */
function wordsOf({ long = "" }: Option, kept: string): string[] {
  if (kept === "true") return [long];
  return kept.split("\n\n").flatMap((value) => [long, value]);
}
