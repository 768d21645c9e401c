import { sha256 } from "../configuration-digest";
import type { PlannedRequest } from "../plan-record";
import type { ArchivedPlan } from "./plan-archive";
import type { Entry } from "./sticky-text";

/** What the forge itself says of a merged request. */
export interface MergedRequest extends PlannedRequest {
  /** When the merged commits were approved first, or else merged: what came later nobody has reviewed. */
  readonly reviewed_at: string;
}

/**
 * Why a record is not what was reviewed on this request, for people; nothing where it is. A record is
 * written by a job, and that is the work of who wrote the branch: it has to agree with what the forge says.
 */
export function disagreement(
  { parsed, text }: ArchivedPlan,
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
  return parsed.text === sha256(text)
    ? undefined
    : "its plan.txt is not the one that its record is of";
}

/** Why a comment is none that the reviewers of this request have seen, for people; nothing where it is. */
export function commentProblem(
  comment: Entry | undefined,
  { number, reviewed_at }: MergedRequest,
): string | undefined {
  if (!comment) return `request ${number} has no comment with its plan`;
  return isBefore(reviewed_at, comment.updated_at)
    ? `the comment with the plan on request ${number} was changed after the approval or the merge`
    : undefined;
}

/** Whether one moment was before another; both as the forge writes them. */
export function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other);
}
