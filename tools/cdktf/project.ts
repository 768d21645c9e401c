import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";
import { readInputFile } from "../input-file";
import { packageRoot } from "../package-root";
import { type CommandResult, run } from "../terraform/terraform-cli";

/** What Node runs to run an app of TypeScript, as cdktf.json says too; relative to this repository. */
export const RUN_APP = "tools/run-app.cjs";

const CONFIGURATION = "cdktf.json";

/** How an app is run. */
export interface App {
  /** For people: `main.ts`. */
  readonly name: string;
  /** A line for a shell, or a program with its arguments. */
  readonly command: string | readonly [program: string, ...args: string[]];
}

/** A CDKTF project: `cdktf.out`, state files and variable files are in its folder. */
export interface Project {
  readonly root: string;
  readonly app: App;
}

/**
 * The project that a command is about: that of the nearest cdktf.json above the folder in which
 * somebody stands, else the repository that this command is a part of.
 *
 * @param app the app's entry, in place of the one that cdktf.json names
 * @throws UserError when there is no project, or no such app
 */
export function findProject(app?: string): Project {
  const root = folderAbove(process.cwd()) ?? repository();
  if (app !== undefined) return { root: root ?? process.cwd(), app: appOf(resolve(app), app) };
  if (root === undefined) {
    throw new UserError(
      `There is no ${CONFIGURATION} in this folder or above it, so that nothing says which caches there should be.\n  fix: change into the CDKTF project that deploys the caches, or name its app with --app`,
    );
  }
  return { root, app: configuredApp(join(root, CONFIGURATION)) };
}

function folderAbove(folder: string): string | undefined {
  if (existsSync(join(folder, CONFIGURATION))) return folder;
  return dirname(folder) === folder ? undefined : folderAbove(dirname(folder));
}

/** The installed package has no app of its own. */
function repository(): string | undefined {
  const root = packageRoot();
  return existsSync(join(root, RUN_APP)) ? root : undefined;
}

function configuredApp(file: string): App {
  const configuration = readJson(file);
  const command = isObject(configuration) ? configuration["app"] : undefined;
  if (typeof command !== "string" || command.trim() === "") {
    throw new UserError(`${file} names no app.\n  fix: add "app": "<the command that runs it>"`);
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

function appOf(file: string, name: string): App {
  const ours = repository();
  if (ours !== undefined) return { name, command: [process.execPath, join(ours, RUN_APP), file] };
  if (/\.[cm]?js$/.test(file)) return { name, command: [process.execPath, file] };
  throw new UserError(
    `--app ${name}: outside of its own repository, this command runs JavaScript only.\n  fix: leave --app out, so that "app" of ${CONFIGURATION} says how to run it`,
  );
}

/** Runs an app in a process of its own, and writes its Terraform JSON to `outdir`. */
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
