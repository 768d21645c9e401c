import { posix } from "node:path";
import { strFromU8, type Unzipped, unzipSync } from "fflate";
import { UserError } from "../../cli/user-error";
import { type PlanRecord, parsePlanRecord, RECORD_FILE } from "../plan-record";
import type { WantedPlan } from "./forge";

const LONGEST_FILE = 20 * 1024 * 1024;

export interface ArchivedPlan {
  /** The text of `plan.json`. */
  readonly record: string;
  readonly parsed: PlanRecord;
  /** The text of `plan.txt`. */
  readonly text: string;
}

/**
 * Looks for the record of a plan in an archive of a pipeline. Names in the archive are only compared,
 * and never used as paths to write to.
 *
 * @throws UserError when it is not an archive, or the record is not valid
 */
export function planInArchive(
  archive: Uint8Array,
  { stack, configuration }: WantedPlan,
  source: string,
): ArchivedPlan | undefined {
  const files = unzip(archive, source);
  for (const [name, bytes] of Object.entries(files)) {
    if (posix.basename(name) !== RECORD_FILE) continue;
    const record = strFromU8(bytes);
    const parsed = parsePlanRecord(record, `${RECORD_FILE} of ${source}`);
    if (parsed.stack !== stack || parsed.configuration !== configuration) continue;
    const text = files[posix.join(posix.dirname(name), "plan.txt")];
    return { record, parsed, text: text ? strFromU8(text) : "" };
  }
  return undefined;
}

function unzip(archive: Uint8Array, source: string): Unzipped {
  try {
    return unzipSync(archive, {
      filter: ({ name, originalSize }) =>
        [RECORD_FILE, "plan.txt"].includes(posix.basename(name)) && originalSize <= LONGEST_FILE,
    });
  } catch {
    throw new UserError(`${source} is not a readable zip archive.`);
  }
}
