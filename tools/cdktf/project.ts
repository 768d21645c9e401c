import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";
import { folderWith } from "../folders-above";
import { readInputFile } from "../input-file";
import { packageRoot } from "../package-root";
import { type CommandResult, run } from "../terraform/terraform-cli";

/** The script that runs an app in TypeScript, as in cdktf.json; relative to the root of this repository. */
export const RUN_APP = "tools/run-app.cjs";

const CONFIGURATION = "cdktf.json";

/** How an app is run. */
export interface App {
  /** For people: `main.ts`. */
  readonly name: string;
  /** Runs it: a line for a shell, or a program with its arguments. */
  readonly command: string | readonly [program: string, ...args: string[]];
  /** What cdktf's own option `--app` takes; absent for the app in cdktf.json. */
  readonly cdktfApp?: string;
}

/** A CDKTF project: `cdktf.out`, state files and variable files are in its folder. */
export interface Project {
  readonly root: string;
  readonly app: App;
}

/**
 * Finds the project that a command works with: that of the nearest cdktf.json in the current folder or
 * above it, otherwise the repository of this command.
 *
 * @param app the entry file of an app, to use instead of the one in cdktf.json
 * @throws UserError when there is no project, or no such app
 */
export function findProject(app?: string): Project {
  const root = projectRoot();
  if (app !== undefined) return { root: root ?? process.cwd(), app: appOf(app, root) };
  if (root === undefined) {
    throw new UserError(
      `There is no ${CONFIGURATION} in this folder or above it, so it is unknown which caches there should be.\n  fix: change to the folder of the CDKTF project that deploys the caches`,
    );
  }
  return { root, app: configuredApp(join(root, CONFIGURATION)) };
}

/** The folder of that project; nothing where there is none. */
export function projectRoot(): string | undefined {
  return folderWith(CONFIGURATION) ?? repository();
}

/** The root of this repository; nothing for the installed package, which has no app. */
function repository(): string | undefined {
  const root = packageRoot();
  return existsSync(join(root, RUN_APP)) ? root : undefined;
}

function configuredApp(file: string): App {
  const configuration = readJson(file);
  const command = isObject(configuration) ? configuration["app"] : undefined;
  if (typeof command !== "string" || command.trim() === "") {
    throw new UserError(
      `${file} does not name an app.\n  fix: add "app": "<the command that runs it>"`,
    );
  }
  return { command, name: command.trim().split(/\s+/).at(-1) ?? command };
}

function readJson(file: string): unknown {
  const text = readInputFile(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function appOf(name: string, root: string | undefined): App {
  const file = resolve(name);
  const ours = repository();
  if (ours !== undefined) {
    const command = [process.execPath, join(ours, RUN_APP), file] as const;
    return { name, command, cdktfApp: `node ${RUN_APP} ${name}` };
  }
  if (/\.[cm]?js$/.test(file)) {
    return { name, command: [process.execPath, file], cdktfApp: `node ${name}` };
  }
  // cdktf.json says how to run the app that it names.
  const configured = root === undefined ? undefined : configuredApp(join(root, CONFIGURATION));
  if (root !== undefined && configured && namesFile(configured, file, root)) {
    return { ...configured, name };
  }
  throw new UserError(
    `--app ${name}: outside of its own repository, this command only runs JavaScript, and the file that "app" in ${CONFIGURATION} names.\n  fix: set "app": "npx ts-node ${name}" in ${CONFIGURATION}, or another command that runs TypeScript in this project`,
  );
}

function namesFile({ command }: App, file: string, root: string): boolean {
  return String(command)
    .split(/\s+/)
    .some((word) => resolve(root, word) === file);
}

/** Runs an app in a process of its own, which writes its Terraform JSON to `outdir`. */
export function synthesizeApp(
  { root, app: { command } }: Project,
  outdir: string,
  environment: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<CommandResult> {
  const options = { cwd: root, env: { ...environment, CDKTF_OUTDIR: outdir }, signal };
  if (typeof command === "string") return run(command, [], { ...options, shell: true });
  const [program, ...args] = command;
  return run(program, args, options);
}
