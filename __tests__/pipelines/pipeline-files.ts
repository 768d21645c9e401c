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

/** The workflows, and the action that they share. */
export const actionUsers = [...workflowPaths, ".github/actions/setup/action.yml"];

export interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
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

/** `.gitlab-ci.yml`, with each `!reference [job, key]` as `["job", "key"]`. */
export function gitLabPipeline(content = text(".gitlab-ci.yml")): Record<string, GitLabJob> {
  return parse(content, {
    customTags: [{ tag: "!reference", collection: "seq", identify: () => false }],
  });
}
