import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";
import { parseJson } from "../json";
import { sha256 } from "./configuration-digest";

const FORMAT_VERSION = 2;

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const change = z.strictObject({
  address: z.string(),
  deposed: z.string().optional(),
  actions: z.array(z.enum(["create", "update", "delete", "forget", "import", "move"])).min(1),
  values: z.record(
    z.string(),
    z.strictObject({ from: digest.optional(), to: digest.or(z.literal("unknown")).optional() }),
  ),
});

const commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);

const request = z.strictObject({ number: z.number(), head: commit, base: commit });

const record = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  stack: z.string(),
  request: request.nullable(),
  configuration: digest,
  settings: z.record(z.string(), digest),
  terraformVersion: z.string(),
  providers: z.record(z.string(), z.string()),
  lockFile: z.string().nullable(),
  changes: z.array(change),
  text: digest,
});

/**
 * The pull or merge request that a plan was made for: its number, its last commit, and the commit of the
 * target branch that it was planned with.
 */
export type PlannedRequest = z.infer<typeof request>;

/**
 * What was reviewed: for which request and of which configuration a plan was made, with which versions
 * and settings of Terraform, what it would change, and the digest of its text. A saved plan itself is
 * never kept, because it has the values of variables in clear. `request` is null outside of the pipeline
 * of a request: such a plan can be applied where it was made, and never from a pipeline.
 */
export type PlanRecord = z.infer<typeof record>;

export const RECORD_FILE = "plan.json";

/** Names several records at once, in whatever order they were read. */
export function recordsDigest(records: readonly PlanRecord[]): string {
  return sha256(records.map(recordText).sort().join(""));
}

/** The text of a record's file. */
export function recordText(of: PlanRecord): string {
  return `${JSON.stringify(of, undefined, 2)}\n`;
}

export function planRecord(content: Omit<PlanRecord, "formatVersion">): PlanRecord {
  // Parsed, so that its text and its digest are the same before it is written and after it is read.
  return record.parse({ formatVersion: FORMAT_VERSION, ...content });
}

/** @throws UserError when the text is not a record in this format */
export function parsePlanRecord(text: string, source: string): PlanRecord {
  const result = record.safeParse(parseJson(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(
    `${source} is not a plan record in the format ${FORMAT_VERSION} (${issue?.path.join(".") || "file"}: ${issue?.message}). Plan again.`,
  );
}

/**
 * Reads the record of a stack's plan that `plan` or `find-reviewed` wrote to a folder.
 *
 * @throws UserError when there is none
 */
export function readPlanRecord(folder: string, stack: string, env: NodeJS.ProcessEnv): PlanRecord {
  const file = join(folder, stack, RECORD_FILE);
  if (!existsSync(file)) {
    const pipeline = `${invocation(env)} pipeline`;
    throw new UserError(
      `There is no ${file}: no plan of the stack ${stack} was reviewed.\n  fix: fetch the record of a reviewed plan with ${pipeline} find-reviewed --out ${folder}, or make a plan and review it here with ${pipeline} plan --out ${folder}`,
    );
  }
  return parsePlanRecord(readFileSync(file, "utf8"), file);
}
