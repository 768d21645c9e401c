import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UserError } from "../cli/user-error";
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
  const root = projectRoot();
  if (app !== undefined) return { root: root ?? process.cwd(), app: appOf(app, root) };
  if (root === undefined) {
    throw new UserError(
      `There is no ${CONFIGURATION} in this folder or above it, so that nothing says which caches there should be.\n  fix: change into the CDKTF project that deploys the caches`,
    );
  }
  return { root, app: configuredApp(join(root, CONFIGURATION)) };
}

/** The folder of that project; nothing where there is none. */
export function projectRoot(): string | undefined {
  return folderAbove(process.cwd()) ?? repository();
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
  const command: unknown = readJson(file)["app"];
  if (typeof command !== "string" || command.trim() === "") {
    throw new UserError(`${file} names no app.\n  fix: add "app": "<the command that runs it>"`);
  }
  return { command, name: command.trim().split(/\s+/).at(-1) ?? command };
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function appOf(name: string, root: string | undefined): App {
  const file = resolve(name);
  const ours = repository();
  if (ours !== undefined) return { name, command: [process.execPath, join(ours, RUN_APP), file] };
  if (/\.[cm]?js$/.test(file)) return { name, command: [process.execPath, file] };
  // Of the app that cdktf.json names, the project says itself how it is run.
  const configured = root === undefined ? undefined : configuredApp(join(root, CONFIGURATION));
  if (root !== undefined && configured && namesFile(configured, file, root)) {
    return { ...configured, name };
  }
  throw new UserError(
    `--app ${name}: outside of its own repository, this command runs JavaScript, and what "app" of ${CONFIGURATION} names.\n  fix: write "app": "npx ts-node ${name}" into ${CONFIGURATION}, or whatever runs TypeScript in this project`,
  );
}

function namesFile({ command }: App, file: string, root: string): boolean {
  return String(command)
    .split(/\s+/)
    .some((word) => resolve(root, word) === file);
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
