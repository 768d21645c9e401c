import { sep } from "node:path";
import { name, version } from "../../package.json";

/**
 * How the command was called, for command lines in messages: npx and the scripts of package.json set
 * `npm_lifecycle_event`; an installed command is called by its name. Where npx has downloaded the
 * package for this one run, `npx ecr-cache` would run another package, of that name.
 *
 * @param file what Node.js runs
 */
export function invocation(env: NodeJS.ProcessEnv, file: string = process.argv[1] ?? ""): string {
  if (file.split(sep).includes("_npx")) return `npx --yes ${name}@${version}`;
  return env["npm_lifecycle_event"] !== undefined ? "npx ecr-cache" : "ecr-cache";
}

/**
 * The folder in which the command was called, where it is not that of the process: npm runs scripts in
 * the folder of their package.json, and sets `INIT_CWD` to the folder in which npm was called.
 */
export function workingFolder(env: NodeJS.ProcessEnv): string | undefined {
  const isScript = env["npm_command"] === "run" || env["npm_command"] === "run-script";
  return isScript && /\becr-cache\b/.test(env["npm_lifecycle_script"] ?? "")
    ? env["INIT_CWD"]
    : undefined;
}
