import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { type RestBinding, type RestOutput, restReads } from "../protocol/rest-operation";
import { type Infer, oneOf, string, structure } from "../shape";
import { type Bucket, bucketAt } from "./bucket";
import { byteRange } from "./byte-range";
import { checkRead } from "./conditions";
import { contentHeaders, versionId } from "./object-headers";
import type { Content, ObjectVersion } from "./object-versions";

const oneObject = structure(
  {
    Bucket: string(),
    Key: string(),
    VersionId: string(),
    ChecksumMode: oneOf("ENABLED"),
    IfMatch: string(),
    IfNoneMatch: string(),
    Range: string(),
  },
  ["Bucket", "Key"],
);

const where: Omit<RestBinding, "method"> = {
  resource: "object",
  query: { versionId: "VersionId" },
  headers: {
    "if-match": "IfMatch",
    "if-none-match": "IfNoneMatch",
    range: "Range",
    "x-amz-checksum-mode": "ChecksumMode",
  },
};

export const objectReadingOperations = {
  GetObject: restReads({ method: "GET", ...where }, oneObject, readObject),
  // Node.js does not send the body of a response to HEAD.
  HeadObject: restReads({ method: "HEAD", ...where }, oneObject, readObject),
};

function readObject(input: Infer<typeof oneObject>, call: CallContext): RestOutput {
  const bucket = bucketAt(input.Bucket, call);
  const version = versionOf(bucket, input.Key, input.VersionId);
  const content = contentOf(version, bucket, input.VersionId);
  checkRead(input, content.etag);
  const { bytes, contentType } = content;
  const range = byteRange(input.Range, bytes.length);
  const detail = input.ChecksumMode && !range ? "with checksum" : "without checksum";
  const headers = {
    ...contentHeaders(content, detail),
    ...versionId(version, bucket),
    "content-type": contentType,
    "last-modified": version.lastModified.toUTCString(),
    "accept-ranges": "bytes",
  };
  if (!range) return { headers, body: bytes };
  const [first, end] = range;
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${first}-${end - 1}/${bytes.length}` },
    body: bytes.subarray(first, end),
  };
}

function versionOf(bucket: Bucket, key: string, id: string | undefined): ObjectVersion {
  const versions = bucket.objects.get(key);
  if (id !== undefined) {
    const version = versions?.find(id);
    if (version) return version;
    throw new AwsError("NoSuchVersion", "The specified version does not exist.", { status: 404 });
  }
  const latest = versions?.latest;
  if (latest) return latest;
  throw noSuchKey();
}

function contentOf(version: ObjectVersion, bucket: Bucket, askedFor: string | undefined): Content {
  if (version.content) return version.content;
  const marker = { "x-amz-delete-marker": "true", ...versionId(version, bucket) };
  if (askedFor === undefined) throw noSuchKey(marker);
  throw new AwsError(
    "MethodNotAllowed",
    "The specified method is not allowed against this resource.",
    { status: 405, headers: marker },
  );
}

function noSuchKey(headers: Record<string, string> = {}): AwsError {
  return new AwsError("NoSuchKey", "The specified key does not exist.", { status: 404, headers });
}
