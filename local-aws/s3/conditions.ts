import { AwsError } from "../aws-error";
import type { ObjectVersion } from "./object-versions";

interface Conditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/**
 * Checks the conditions of a write: `If-None-Match: *` holds if there is no such object yet,
 * `If-Match` if the object still has this ETag.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite({ IfMatch, IfNoneMatch }: Conditions, latest?: ObjectVersion): void {
  const etag = latest?.content?.etag;
  if (IfNoneMatch !== undefined && (IfNoneMatch !== "*" || IfMatch !== undefined)) {
    throw new AwsError(
      "NotImplemented",
      "A header you provided implies functionality that is not implemented",
      { status: 501, reason: "a write supports either If-Match or If-None-Match: *" },
    );
  }
  if (IfNoneMatch !== undefined && etag !== undefined) throw failed();
  if (IfMatch === undefined) return;
  if (etag === undefined) {
    throw new AwsError("NoSuchKey", "The specified key does not exist.", { status: 404 });
  }
  if (!matches(IfMatch, etag)) throw failed();
}

/** Checks the conditions of a read. */
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
