import { sha256 } from "../configuration-digest";
import type { PlannedRequest } from "../plan-record";
import { planRow, recordMark } from "../summary";
import type { Entry } from "./one-text";
import type { ArchivedPlan } from "./plan-archive";

/** What the forge itself says of a merged request, and of what was written on it. */
export interface MergedRequest extends PlannedRequest {
  /** The one comment of this project; absent where there is none. */
  readonly comment: Pick<Entry, "body"> | undefined;
}

/**
 * Why a record is not what was reviewed on this request, for people; nothing where it is. The record is
 * written by a job, and so is the comment: each of them has to agree with what the forge says.
 */
export function disagreement(
  { record, parsed, text }: ArchivedPlan,
  merged: MergedRequest,
): string | undefined {
  const { request } = parsed;
  if (!request) return "its record was not made for a request";
  if (request.number !== merged.number) {
    return `its record is of request ${request.number}, not of ${merged.number}`;
  }
  if (request.head !== merged.head) {
    return `its record is of the commit ${request.head}, and ${merged.head} was merged`;
  }
  if (request.base !== merged.base) {
    return `it was planned with ${request.base} of the target branch, and merged into ${merged.base}: the branch was behind`;
  }
  if (parsed.text !== sha256(text)) return "its plan.txt is not the one that its record is of";
  if (!merged.comment) return `request ${merged.number} has no comment with its plan`;
  const said = merged.comment.body.replaceAll("\r\n", "\n").split("\n");
  const expected = [planRow(parsed), recordMark(parsed.stack, record)];
  if (!expected.every((line) => said.includes(line))) {
    return `the comment with the plan on request ${merged.number} does not say what its record says`;
  }
  return undefined;
}

/** Whether one moment was before another; both as the forge writes them. */
export function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other);
}
