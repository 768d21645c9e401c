import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";
import { parseJson } from "../json";

const FORMAT_VERSION = 1;

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

const record = z.strictObject({
  formatVersion: z.literal(FORMAT_VERSION),
  stack: z.string(),
  configuration: digest,
  terraformVersion: z.string(),
  providers: z.record(z.string(), z.string()),
  lockFile: z.string().nullable(),
  changes: z.array(change),
});

/**
 * The record of a reviewed plan: the digest of its configuration, the versions, and the changes. A
 * saved plan itself is never kept, because it contains the values of variables in plain text.
 */
export type PlanRecord = z.infer<typeof record>;

export const RECORD_FILE = "plan.json";

export function planRecord(content: Omit<PlanRecord, "formatVersion">): PlanRecord {
  return { formatVersion: FORMAT_VERSION, ...content };
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
