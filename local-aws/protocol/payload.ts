import { createHash } from "node:crypto";
import { AwsError } from "../aws-error";
import { readChunked } from "./aws-chunked";
import { type Checksum, checksum, checksumAlgorithms } from "./checksum";
import { type HttpRequest, header } from "./http-message";

/** The payload of a request, verified against the digests and checksums in its headers. */
export interface Payload {
  readonly bytes: Buffer;
  /** The one that the client sent, or one computed with the default algorithm. */
  readonly checksum: Checksum;
}

const SHA256 = "x-amz-content-sha256";
const ALGORITHM = "x-amz-sdk-checksum-algorithm";
const STREAMS = new Set([
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
]);

/**
 * @throws AwsError when a digest or a checksum does not match the body
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export async function readPayload(request: HttpRequest): Promise<Payload> {
  const { bytes, trailers } = readBody(request);
  verifyMd5(header(request, "content-md5"), bytes);
  const sent = checksumAlgorithms.flatMap((algorithm) => {
    const name = `x-amz-checksum-${algorithm}`;
    const value = header(request, name) ?? trailers.get(name);
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (sent.length > 1) {
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const announced = header(request, "x-amz-trailer");
  if (announced !== undefined && !trailers.has(announced)) {
    throw new AwsError("MalformedTrailerError", `The trailer ${announced} is missing.`);
  }
  const [given] = sent;
  const algorithm = header(request, ALGORITHM)?.toLowerCase();
  if (algorithm !== undefined && algorithm !== given?.algorithm && bytes.length > 0) {
    throw invalidRequest(
      `${ALGORITHM} specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.`,
    );
  }
  if (!given) {
    return {
      bytes,
      checksum: { algorithm: "crc64nvme", value: await checksum("crc64nvme", bytes) },
    };
  }
  const computed = await checksum(given.algorithm, bytes);
  if (given.value.length !== computed.length) {
    throw invalidRequest(`Value for x-amz-checksum-${given.algorithm} header is invalid.`);
  }
  if (given.value !== computed) {
    throw badDigest(
      `The ${given.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
  return { bytes, checksum: given };
}

function readBody(request: HttpRequest): {
  readonly bytes: Buffer;
  readonly trailers: ReadonlyMap<string, string>;
} {
  const { body } = request;
  const hash = header(request, SHA256);
  if (hash === undefined)
    throw invalidRequest(`Missing required header for this request: ${SHA256}`);
  if (STREAMS.has(hash)) {
    const chunked = readChunked(body);
    if (header(request, "x-amz-decoded-content-length") === String(chunked.bytes.length)) {
      return chunked;
    }
    throw new AwsError(
      "IncompleteBody",
      "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header",
    );
  }
  if (hash !== "UNSIGNED-PAYLOAD" && !/^[\da-f]{64}$/.test(hash)) {
    throw new AwsError(
      "InvalidArgument",
      `${SHA256} must be UNSIGNED-PAYLOAD, ${[...STREAMS].join(", ")} or a valid sha256 value.`,
    );
  }
  if (hash !== "UNSIGNED-PAYLOAD" && hash !== createHash("sha256").update(body).digest("hex")) {
    throw new AwsError(
      "XAmzContentSHA256Mismatch",
      `The provided '${SHA256}' header does not match what was computed.`,
    );
  }
  return { bytes: body, trailers: new Map() };
}

function verifyMd5(given: string | undefined, bytes: Buffer): void {
  if (given === undefined) return;
  if (Buffer.from(given, "base64").length !== 16) {
    throw new AwsError("InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (given !== createHash("md5").update(bytes).digest("base64")) {
    throw badDigest("The Content-MD5 you specified did not match what we received.");
  }
}

const badDigest = (message: string) => new AwsError("BadDigest", message);
const invalidRequest = (message: string) => new AwsError("InvalidRequest", message);
