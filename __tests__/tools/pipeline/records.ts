import { strToU8, zipSync } from "fflate";
import { type PlanRecord, planRecord } from "../../../tools/pipeline/plan-record";

export const CONFIGURATION = "0123456789abcdef".repeat(4);

/** A record of the stack `cache` with nothing to change. */
export function aRecord(also: Partial<PlanRecord> = {}): PlanRecord {
  return planRecord({
    stack: "cache",
    configuration: CONFIGURATION,
    terraformVersion: "1.11.4",
    providers: { "registry.terraform.io/hashicorp/aws": "5.100.0" },
    lockFile: null,
    changes: [],
    ...also,
  });
}

/** An archive as a pipeline keeps it. */
export function archiveOf(record: unknown, folder = ""): Uint8Array {
  return zipSync({
    [`${folder}plan.json`]: strToU8(JSON.stringify(record)),
    [`${folder}plan.txt`]: strToU8("No changes."),
  });
}
