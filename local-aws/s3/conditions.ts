import { AwsError } from "../aws-error";
import type { ObjectVersion } from "./object-versions";

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/**
 * Whether an object may be written: `If-None-Match: *` when there is none yet, `If-Match` when it is
 * still the one that the caller knows.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite({ IfMatch, IfNoneMatch }: Conditions, latest?: ObjectVersion): void {
  const etag = latest?.content?.etag;
  if (IfNoneMatch !== undefined && (IfNoneMatch !== "*" || IfMatch !== undefined)) {
    throw new AwsError(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      { status: 501, reason: "an object is written under If-Match or under If-None-Match: *" },
    );
  }
  if (IfNoneMatch !== undefined && etag !== undefined) throw failed();
  if (IfMatch === undefined) return;
  if (etag === undefined) {
    throw new AwsError("NoSuchKey", "The specified key does not exist.", { status: 404 });
  }
  if (!matches(IfMatch, etag)) throw failed();
}

/** Whether an object that is there is sent. */
export function checkRead({ IfMatch, IfNoneMatch }: Conditions, etag: string): void {
  if (IfMatch !== undefined && IfMatch !== "*" && !matches(IfMatch, etag)) throw failed();
  if (IfNoneMatch !== undefined && (IfNoneMatch === "*" || matches(IfNoneMatch, etag))) {
    throw new AwsError("NotModified", "Not Modified", { status: 304, headers: { etag } });
  }
}

const matches = (given: string, etag: string) =>
  given.replaceAll('"', "") === etag.replaceAll('"', "");

function failed(): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    { status: 412 },
  );
}
