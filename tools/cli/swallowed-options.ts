import { dirname, relative } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Option } from "commander";
import { distance } from "fastest-levenshtein";
import { shellWord } from "./shell-word";
import { UsageError } from "./usage-error";

/** Options of ours that npm sets for every script, whoever asked for them. */
const ALWAYS_SET = ["prefix"];

/** Flags of npm's own that look like the beginning of an option of ours. */
const FLAGS_OF_NPM = ["all", "yes"];

/** An option that npm has kept, as it was typed, and what npm knows of its values. */
interface Kept {
  readonly typed: string;
  readonly option: Option;
  readonly values: readonly string[];
}

/**
 * Refuses a command line of which npm has kept something. `npm run rewrite --check .` without `--`
 * makes `--check` an option of npm's, and would rewrite what it was only to look at. So would `--chek`,
 * which the command itself would have refused.
 *
 * npm shows what it kept as `npm_config_…`; only where npm runs this command is it about us.
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
  const options = [...command.options, ...(step?.options ?? [])];
  const isGiven = ({ option: { long } }: Kept) =>
    typed.some((word) => word === long || word.startsWith(`${long}=`));
  const kept = [
    ...options.flatMap((option) => keptByNpm(option, env)),
    ...misspelledOptions(options, env),
  ].filter((one) => !isGiven(one));
  if (kept.length === 0) return;
  const names = kept.map((one) => one.typed).join(" and ");
  const others = step ? typed.slice(1) : typed;
  const words = [...(step ? [step.name()] : []), ...(lineOf(kept, others) ?? [])];
  const start = startOf(command.name(), env);
  const fix = lineOf(kept, others)
    ? [start, ...words.map(shellWord)].join(" ")
    : `type the same line with -- in it: ${[start, ...words].join(" ")} …`;
  throw new UsageError(
    `npm has kept ${names} for itself, because there is no -- before it. Nothing was done.\n  fix: ${fix}`,
  );
}

function keptByNpm(option: Option, env: NodeJS.ProcessEnv): Kept[] {
  const { long = "" } = option;
  const name = long.replace(/^--/, "");
  if (ALWAYS_SET.includes(name)) return [];
  // npm takes `--app` and `--map` for three short options of its own each.
  const isClustered = env["npm_config_all"] && env["npm_config_parseable"];
  const clustered = env["npm_config_message"] === undefined ? "app" : "map";
  const kept =
    isClustered && name === clustered ? "true" : env[`npm_config_${name.replaceAll("-", "_")}`];
  const isNpmsRegistry = name === "registry" && /^https?:\/\//.test(kept ?? "");
  if (!kept || isNpmsRegistry) return [];
  return kept.split("\n\n").map((value) => ({
    typed: long,
    option,
    values: value === "true" ? [] : [value],
  }));
}

/** Flags that npm does not know either, and that are nearly one of ours: cut short, or mistyped. */
function misspelledOptions(options: readonly Option[], env: NodeJS.ProcessEnv): Kept[] {
  const names = options.map(({ long }) => (long ?? "").replace(/^--/, ""));
  return Object.keys(env).flatMap((variable) => {
    const name = /^npm_config_(\w{3,})$/.exec(variable)?.[1]?.replaceAll("_", "-");
    if (name === undefined || env[variable] !== "true") return [];
    if (names.includes(name) || FLAGS_OF_NPM.includes(name)) return [];
    const meant = options.find((_, index) => isNearly(name, names[index] ?? ""));
    return meant ? [{ typed: `--${name}`, option: meant, values: [] }] : [];
  });
}

function isNearly(name: string, option: string): boolean {
  return option.startsWith(name) || (name.length > 3 && distance(name, option) <= name.length / 4);
}

/**
 * The words to type after `--`. npm does not tell where a value stood that it parted from its option:
 * nothing where that leaves a choice.
 */
function lineOf(kept: readonly Kept[], typed: readonly string[]): readonly string[] | undefined {
  const withoutValue = kept.filter(({ option, values }) => option.required && values.length === 0);
  if (withoutValue.length > 0 && (withoutValue.length > 1 || typed.length > 1)) return undefined;
  const known = kept.filter((one) => !withoutValue.includes(one));
  return [...known, ...withoutValue]
    .flatMap(({ option: { long = "" }, values }) => [long, ...values])
    .concat(typed);
}

/** How the line begins, up to `--`: from whatever folder it is typed in. */
function startOf(name: string, env: NodeJS.ProcessEnv): string {
  if (env["npm_command"] === "exec") return `npm exec -- ecr-cache ${name}`;
  const root = dirname(env["npm_package_json"] ?? "./package.json");
  const isOutside = relative(root, process.cwd()).startsWith("..");
  const prefix = isOutside ? `--prefix ${shellWord(root)} ` : "";
  return `npm ${prefix}run ${env["npm_lifecycle_event"]} --`;
}
