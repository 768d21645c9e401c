import { strToU8, zipSync } from "fflate";
import { sha256 } from "../../../tools/pipeline/configuration-digest";
import { type PlanRecord, planRecord } from "../../../tools/pipeline/plan-record";
import { planSummary } from "../../../tools/pipeline/summary";

export const CONFIGURATION = "0123456789abcdef".repeat(4);
export const HEAD = "a".repeat(40);
export const BASE = "b".repeat(40);
const TEXT = "No changes.\n";

/** A record of the stack `cache` with nothing to change, planned for request 3. */
export function aRecord(also: Partial<PlanRecord> = {}): PlanRecord {
  return planRecord({
    stack: "cache",
    request: { number: 3, head: HEAD, base: BASE },
    configuration: CONFIGURATION,
    settings: {},
    terraformVersion: "1.11.4",
    providers: { "registry.terraform.io/hashicorp/aws": "5.100.0" },
    lockFile: null,
    changes: [],
    text: sha256(TEXT),
    ...also,
  });
}

/** A record that would let everything be destroyed: what a forger wants to be applied. */
export const forged = (also: Partial<PlanRecord> = {}) =>
  aRecord({ changes: [{ address: "aws_a.b", actions: ["delete"], values: {} }], ...also });

/** An archive as a pipeline keeps it. */
export function archiveOf(record: unknown, folder = "", text = TEXT): Uint8Array {
  return zipSync({
    [`${folder}plan.json`]: strToU8(`${JSON.stringify(record, undefined, 2)}\n`),
    [`${folder}plan.txt`]: strToU8(text),
  });
}

/** What `plan` says of records. */
export function summaryOf(...records: readonly PlanRecord[]): string {
  return planSummary(records.map((record) => ({ record, text: TEXT }))).trim();
}

/** The comment that `plan` and `comment` leave about records. */
export function commentOf(...records: readonly PlanRecord[]): string {
  return `<!-- ecr-pull-through-cache: plan -->\n${summaryOf(...records)}`;
}
