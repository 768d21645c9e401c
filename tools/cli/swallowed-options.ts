import { dirname, relative } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import type { Option } from "commander";
import { distance } from "fastest-levenshtein";
import { shellWord } from "./shell-word";
import { UsageError } from "./usage-error";

/** Options of our commands that npm sets for every script, whether they were given or not. */
const ALWAYS_SET = ["prefix"];

/** Flags of npm's own that look like the beginning of an option of ours. */
const FLAGS_OF_NPM = ["all", "yes"];

/** An option that npm took, as it was typed, and what npm knows of its values. */
interface TakenOption {
  readonly typed: string;
  readonly option: Option;
  readonly values: readonly string[];
}

/**
 * Refuses a command line from which npm has taken options. In `npm run rewrite --check .`, without
 * `--`, npm takes `--check` for an option of its own, and the command would write files that it should
 * only have checked. The same is true of `--chek`, which the command itself would have refused.
 *
 * npm passes the options that it took as `npm_config_…`. They concern this command only when npm runs
 * it.
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
  const options = [...command.options, ...(step?.options ?? [])];
  const isGiven = ({ option: { long } }: TakenOption) =>
    typed.some((word) => word === long || word.startsWith(`${long}=`));
  const taken = [
    ...options.flatMap((option) => takenByNpm(option, env)),
    ...misspelledOptions(options, env),
  ].filter((one) => !isGiven(one));
  if (taken.length === 0) return;
  const names = taken.map((one) => one.typed).join(" and ");
  const others = step ? typed.slice(1) : typed;
  const words = [...(step ? [step.name()] : []), ...(lineOf(taken, others) ?? [])];
  const start = startOf(command.name(), env);
  const fix = lineOf(taken, others)
    ? [start, ...words.map(shellWord)].join(" ")
    : `type the same line with -- in it: ${[start, ...words].join(" ")} …`;
  throw new UsageError(
    `npm took ${names} for an option of its own, because there is no -- before it. Nothing was done.\n  fix: ${fix}`,
  );
}

function takenByNpm(option: Option, env: NodeJS.ProcessEnv): TakenOption[] {
  const { long = "" } = option;
  const name = long.replace(/^--/, "");
  if (ALWAYS_SET.includes(name)) return [];
  // npm reads `--app` and `--map` each as three of its own short options.
  const isClustered = env["npm_config_all"] && env["npm_config_parseable"];
  const clustered = env["npm_config_message"] === undefined ? "app" : "map";
  const given =
    isClustered && name === clustered ? "true" : env[`npm_config_${name.replaceAll("-", "_")}`];
  const isNpmsRegistry = name === "registry" && /^https?:\/\//.test(given ?? "");
  if (!given || isNpmsRegistry) return [];
  return given.split("\n\n").map((value) => ({
    typed: long,
    option,
    values: value === "true" ? [] : [value],
  }));
}

/** Flags that npm does not know, and that are an option of ours abbreviated or misspelled. */
function misspelledOptions(options: readonly Option[], env: NodeJS.ProcessEnv): TakenOption[] {
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
 * The words to type after `--`. npm does not tell where the value was that it separated from its option:
 * nothing where there is more than one possibility.
 */
function lineOf(
  taken: readonly TakenOption[],
  typed: readonly string[],
): readonly string[] | undefined {
  const withoutValue = taken.filter(({ option, values }) => option.required && values.length === 0);
  if (withoutValue.length > 0 && (withoutValue.length > 1 || typed.length > 1)) return undefined;
  const known = taken.filter((one) => !withoutValue.includes(one));
  return [...known, ...withoutValue]
    .flatMap(({ option: { long = "" }, values }) => [long, ...values])
    .concat(typed);
}

/** The beginning of the line, up to `--`, for the folder in which it is typed. */
function startOf(name: string, env: NodeJS.ProcessEnv): string {
  if (env["npm_command"] === "exec") return `npm exec -- ecr-cache ${name}`;
  const root = dirname(env["npm_package_json"] ?? "./package.json");
  const isOutside = relative(root, process.cwd()).startsWith("..");
  const prefix = isOutside ? `--prefix ${shellWord(root)} ` : "";
  return `npm ${prefix}run ${env["npm_lifecycle_event"]} --`;
}
