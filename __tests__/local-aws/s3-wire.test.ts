import { createHash } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { beforeEach, describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const scope = (region = "eu-west-1", service = "s3") =>
  `AWS4-HMAC-SHA256 Credential=local-aws/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0123456789abcdef`;
const sha256 = (body: string) => createHash("sha256").update(body).digest("hex");

interface Sent {
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string;
}

/** Sends what `fetch` does not allow: another host, missing headers, any path. */
async function send(method: string, path: string, { headers = {}, body = "" }: Sent = {}) {
  const all = {
    authorization: scope(),
    "x-amz-content-sha256": sha256(body),
    "content-length": String(Buffer.byteLength(body)),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => !!entry[1]);
  const { hostname, port } = new URL(local.aws.endpoint);
  const sent = request({ method, path, hostname, port, headers: Object.fromEntries(given) });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** `Code: message` of an answer in XML. */
const refused = async (...args: Parameters<typeof send>) => {
  const { body } = await send(...args);
  const [, code, message] = /<Code>(.*?)<\/Code><Message>(.*?)<\/Message>/.exec(body) ?? [];
  return code === undefined ? "accepted" : `${code}: ${message}`;
};

beforeEach(() =>
  local.s3.createBucket({
    Bucket: "states",
    CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
  }),
);

describe("the REST-XML protocol", () => {
  it("refuses in XML without a namespace", async () => {
    const { status, headers, body } = await send("GET", "/states/a");
    expect(status).toBe(404);
    expect(headers).toMatchObject({ "content-type": "application/xml" });
    expect(headers["x-amz-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<Error><Code>NoSuchKey<\/Code><Message>The specified key does not exist.<\/Message><RequestId>[0-9a-f-]{36}<\/RequestId><\/Error>$/,
    );
  });

  it("answers HEAD without a body", async () => {
    await send("PUT", "/states/a", { body: "12345" });
    const found = await send("HEAD", "/states/a");
    expect([found.status, found.headers["content-length"], found.body]).toEqual([200, "5", ""]);
    const missing = await send("HEAD", "/states/b");
    expect([missing.status, missing.body]).toEqual([404, ""]);
  });

  it.each(["states.127.0.0.1", "states.localhost"])(
    "takes the bucket from the host %s",
    async (name) => {
      const host = `${name}:${new URL(local.aws.endpoint).port}`;
      await send("PUT", "/dir/a", { headers: { host }, body: "12345" });
      expect((await send("GET", "/states/dir/a")).body).toBe("12345");
      expect((await send("GET", "/?list-type=2", { headers: { host } })).body).toContain(
        "<Key>dir/a</Key>",
      );
    },
  );

  it("keeps an empty object", async () => {
    await send("PUT", "/states/a");
    const found = await send("GET", "/states/a");
    expect([found.status, found.headers["content-length"], found.body]).toEqual([200, "0", ""]);
  });

  it("decodes a key, with its slashes and dots", async () => {
    await send("PUT", "/states//a/../%C3%BC%2Fb+c", { body: "12345" });
    const { Contents } = await local.s3.listObjectsV2({ Bucket: "states" });
    expect(Contents).toMatchObject([{ Key: "/a/../ü/b+c" }]);
  });

  it("refuses a path that is not valid percent-encoding", async () => {
    expect(await refused("GET", "/states/%FF")).toBe(
      "InvalidURI: Couldn't parse the specified URI.",
    );
  });

  it("creates no bucket outside us-east-1 without a location", async () => {
    expect(await refused("PUT", "/others")).toMatch(
      /^IllegalLocationConstraintException: The unspecified location constraint/,
    );
  });

  it.each([
    ["no XML", "<CreateBucketConfiguration>"],
    ["another document", "<Other/>"],
    ["text", "eu-west-1"],
  ])("refuses %s in place of a document", async (_, body) => {
    expect(await refused("PUT", "/others", { body })).toMatch(/^MalformedXML: /);
  });

  it("refuses an element that this server does not know", async () => {
    const body =
      "<CreateBucketConfiguration><Bucket><Type>Directory</Type></Bucket></CreateBucketConfiguration>";
    expect(await refused("PUT", "/others", { body })).toContain(
      "the request member 'CreateBucketConfiguration.Bucket'",
    );
  });
});

describe("a request to S3", () => {
  it.each([
    ["without a signature", { authorization: undefined }, "AccessDenied: Access Denied"],
    [
      "with another signature",
      { authorization: "AWS a:b" },
      "InvalidArgument: Authorization header",
    ],
    [
      "in another service's scope",
      { authorization: scope("eu-west-1", "ecr") },
      "AuthorizationHeaderMalformed: The authorization header is malformed; Credential should be scoped to correct service: 's3'.",
    ],
    ["in no Region", { authorization: scope("europe") }, "AuthorizationHeaderMalformed: "],
    [
      "that does not tell its body's digest",
      { "x-amz-content-sha256": undefined },
      "InvalidRequest: Missing required header for this request: x-amz-content-sha256",
    ],
    [
      "with no digest in its place",
      { "x-amz-content-sha256": "UNSIGNED" },
      "InvalidArgument: x-amz-content-sha256 must be",
    ],
    [
      "with another body's digest",
      { "x-amz-content-sha256": sha256("other") },
      "XAmzContentSHA256Mismatch: The provided",
    ],
    [
      "with two checksums",
      { "x-amz-checksum-crc32": "AAAAAA==", "x-amz-checksum-sha1": "A" },
      "InvalidRequest: Expecting a single x-amz-checksum- header.",
    ],
    [
      "with an algorithm and no checksum",
      { "x-amz-sdk-checksum-algorithm": "SHA256" },
      "InvalidRequest: x-amz-sdk-checksum-algorithm specified, but no",
    ],
  ])("%s is refused", async (_, headers, message) => {
    const outcome = await refused("PUT", "/states/a", { headers, body: "12345" });
    expect(outcome).toContain(message);
    expect(local.aws.inventory()).toMatchObject({
      "111111111111": { "eu-west-1": { buckets: [{ objects: {} }] } },
    });
  });

  it("can declare its payload as unsigned", async () => {
    const headers = { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" };
    expect(await refused("PUT", "/states/a", { headers, body: "12345" })).toBe("accepted");
  });
});

describe("a body in chunks", () => {
  const crc32 = "y/Q5Jg==";
  const chunked = (body: string, more: Record<string, string | undefined> = {}) => ({
    headers: {
      "content-encoding": "aws-chunked",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "9",
      "x-amz-trailer": "x-amz-checksum-crc32",
      ...more,
    },
    body,
  });

  it("is reassembled and compared with the checksum in its trailer", async () => {
    const body = `4\r\n1234\r\n5\r\n56789\r\n0\r\nx-amz-checksum-crc32:${crc32}\r\n\r\n`;
    const { headers } = await send("PUT", "/states/a", chunked(body));
    expect(headers["x-amz-checksum-crc32"]).toBe(crc32);
    expect((await send("GET", "/states/a")).body).toBe("123456789");
  });

  it("may have signed chunks", async () => {
    const body = "9;chunk-signature=0a\r\n123456789\r\n0;chunk-signature=0b\r\n\r\n";
    const signed = chunked(body, {
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-trailer": undefined,
    });
    await send("PUT", "/states/a", signed);
    expect((await send("GET", "/states/a")).body).toBe("123456789");
  });

  it.each([
    [
      "a wrong checksum",
      "9\r\n123456780\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n",
      "BadDigest",
    ],
    ["no trailer", "9\r\n123456789\r\n0\r\n\r\n", "MalformedTrailerError"],
    ["a broken trailer", "9\r\n123456789\r\n0\r\nchecksum\r\n\r\n", "MalformedTrailerError"],
    ["a chunk that is too short", "a\r\n123456789\r\n0\r\n\r\n", "IncompleteBody"],
    ["no last chunk", "9\r\n123456789\r\n", "IncompleteBody"],
    ["another length", "4\r\n1234\r\n0\r\nx-amz-checksum-crc32:m+PgpQ==\r\n\r\n", "IncompleteBody"],
    ["no chunks", "123456789", "IncompleteBody"],
  ])("with %s is refused", async (_, body, code) => {
    expect(await refused("PUT", "/states/a", chunked(body))).toMatch(new RegExp(`^${code}: `));
    const read = local.s3.getObject({ Bucket: "states", Key: "a" });
    expect(await refusal(read)).toMatch(/^NoSuchKey: /);
  });
});

it("the checksums of 123456789 are the published ones", async () => {
  await send("PUT", "/states/a", { body: "123456789" });
  const headers = { "x-amz-checksum-mode": "ENABLED" };
  const found = await send("HEAD", "/states/a", { headers });
  expect(found.headers["x-amz-checksum-crc64nvme"]).toBe("rosUhgp5mIg=");
  expect(found.headers["etag"]).toBe('"25f9e794323b453885f5181f1b624d0b"');
});
