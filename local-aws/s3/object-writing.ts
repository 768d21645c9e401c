import { createHash } from "node:crypto";
import { AwsError } from "../aws-error";
import { type Checksum, checksumAlgorithms, checksumMember } from "../protocol/checksum";
import { restChanges } from "../protocol/rest-operation";
import { blob, oneOf, type StringShape, string, structure } from "../shape";
import { bucketAt, versionsAt } from "./bucket";
import { checkWrite } from "./conditions";
import { contentHeaders, versionId } from "./object-headers";
import type { Content } from "./object-versions";

const MAX_KEY_BYTES = 1024;

type ChecksumMember = ReturnType<typeof checksumMember>;

const checksumMembers = Object.fromEntries(
  checksumAlgorithms.map((algorithm) => [checksumMember(algorithm), string()]),
) as Record<ChecksumMember, StringShape>;

export const objectWritingOperations = {
  PutObject: restChanges(
    {
      method: "PUT",
      resource: "object",
      headers: {
        "content-type": "ContentType",
        "if-match": "IfMatch",
        "if-none-match": "IfNoneMatch",
        "x-amz-acl": "ACL",
        "x-amz-server-side-encryption": "ServerSideEncryption",
        "x-amz-server-side-encryption-aws-kms-key-id": "SSEKMSKeyId",
      },
      body: { member: "Body", as: "bytes" },
    },
    structure(
      {
        Bucket: string(),
        Key: string(),
        Body: blob(),
        ...checksumMembers,
        ContentType: string(),
        IfMatch: string(),
        IfNoneMatch: string(),
        ACL: string(),
        ServerSideEncryption: oneOf("AES256", "aws:kms"),
        SSEKMSKeyId: string(),
      },
      ["Bucket", "Key"],
    ),
    (input, call) => {
      const bucket = bucketAt(input.Bucket, call);
      if (Buffer.byteLength(input.Key) > MAX_KEY_BYTES) {
        throw new AwsError("KeyTooLongError", "Your key is too long");
      }
      checkAcl(input.ACL);
      checkKmsKey(input.ServerSideEncryption, input.SSEKMSKeyId);
      const versions = versionsAt(bucket, input.Key);
      checkWrite(input, versions.latest);
      const bytes = Buffer.from(input.Body ?? "", "base64");
      const content: Content = {
        bytes,
        etag: `"${createHash("md5").update(bytes).digest("hex")}"`,
        checksum: givenChecksum(input),
        contentType: input.ContentType ?? "binary/octet-stream",
        encryption: input.ServerSideEncryption ?? "AES256",
        kmsKeyId: input.SSEKMSKeyId,
      };
      const version = versions.put(content, bucket.versioning);
      return {
        headers: { ...contentHeaders(content, "with checksum"), ...versionId(version, bucket) },
      };
    },
  ),

  /** Succeeds even if there is no such object. */
  DeleteObject: restChanges(
    { method: "DELETE", resource: "object", query: { versionId: "VersionId" } },
    structure({ Bucket: string(), Key: string(), VersionId: string() }, ["Bucket", "Key"]),
    (input, call) => {
      const bucket = bucketAt(input.Bucket, call);
      const versions = versionsAt(bucket, input.Key);
      if (input.VersionId === undefined && bucket.versioning !== undefined) {
        const marker = versions.put(undefined, bucket.versioning);
        return {
          status: 204,
          headers: { "x-amz-delete-marker": "true", ...versionId(marker, bucket) },
        };
      }
      versions.remove(input.VersionId ?? "null");
      if (versions.all.length === 0) bucket.objects.delete(input.Key);
      return { status: 204, headers: { "x-amz-version-id": input.VersionId } };
    },
  ),
};

/** Every payload has a checksum, whether or not the client sent it. */
function givenChecksum(input: Readonly<Partial<Record<ChecksumMember, string>>>): Checksum {
  for (const algorithm of checksumAlgorithms) {
    const value = input[checksumMember(algorithm)];
    if (value !== undefined) return { algorithm, value };
  }
  throw new Error("an object without a checksum");
}

/** New buckets have access control lists disabled, and this server cannot enable them. */
function checkAcl(acl: string | undefined): void {
  if (acl === undefined || acl === "bucket-owner-full-control") return;
  throw new AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs");
}

function checkKmsKey(encryption: string | undefined, key: string | undefined): void {
  if (key === undefined || encryption === "aws:kms") return;
  throw new AwsError(
    "InvalidArgument",
    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
  );
}
