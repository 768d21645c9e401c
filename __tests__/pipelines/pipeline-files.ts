import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const ROOT = join(__dirname, "..", "..");

/** The text of a file, by its path from the project's root. */
export function text(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

const WORKFLOW_FOLDER = ".github/workflows";

export const workflowPaths = readdirSync(join(ROOT, WORKFLOW_FOLDER)).map(
  (name) => `${WORKFLOW_FOLDER}/${name}`,
);

/** The action for other repositories, and the one that the workflows share. */
export const actionPaths = ["action.yml", ".github/actions/setup/action.yml"];

/** All files that may use an action. */
export const actionUsers = [...workflowPaths, ...actionPaths];

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly (Step & { readonly env?: Readonly<Record<string, string>> })[];
  };
}

export function action(path: string): Action {
  return parse(text(path));
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function workflow(path: string): Workflow {
  return parse(text(path));
}

/** Each job of each workflow, with a name for test titles: `plan.yml: comment`. */
export const jobs: readonly (readonly [string, Job])[] = workflowPaths.flatMap((path) =>
  Object.entries(workflow(path).jobs).map(
    ([name, job]) => [`${path.slice(WORKFLOW_FOLDER.length + 1)}: ${name}`, job] as const,
  ),
);

export type GitLabJob = Readonly<Record<string, unknown>>;

export interface GitLabInput {
  readonly default?: string;
  readonly regex?: string;
}

/** The header of `.gitlab-ci.yml`: what somebody who starts a pipeline may say. */
export function gitLabInputs(): Readonly<Record<string, GitLabInput>> {
  const [header = ""] = text(".gitlab-ci.yml").split("\n---\n");
  return parse(header).spec.inputs;
}

/** `.gitlab-ci.yml` below its header, with each `!reference [job, key]` as `["job", "key"]`. */
export function gitLabPipeline(content = text(".gitlab-ci.yml")): Record<string, GitLabJob> {
  return parse(content.split("\n---\n").at(-1) ?? "", {
    customTags: [{ tag: "!reference", collection: "seq", identify: () => false }],
  });
}
