import { sep } from "node:path";
import { name, version } from "../../package.json";

/**
 * How somebody types the command, where they stand: for the lines that it tells them to type. Where npx
 * has fetched the package for this one run, `npx ecr-cache` would run another one, of that name.
 *
 * @param file what Node runs
 */
export function invocation(env: NodeJS.ProcessEnv, file: string = process.argv[1] ?? ""): string {
  if (file.split(sep).includes("_npx")) return `npx --yes ${name}@${version}`;
  return env["npm_lifecycle_event"] !== undefined ? "npx ecr-cache" : "ecr-cache";
}

/**
 * The folder in which somebody stands. npm runs scripts in the folder of their package.json, and says
 * in `INIT_CWD` where it was called.
 */
export function workingFolder(env: NodeJS.ProcessEnv): string | undefined {
  const isScript = env["npm_command"] === "run" || env["npm_command"] === "run-script";
  return isScript && /\becr-cache\b/.test(env["npm_lifecycle_script"] ?? "")
    ? env["INIT_CWD"]
    : undefined;
}
