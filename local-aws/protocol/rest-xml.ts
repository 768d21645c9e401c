import { randomBytes } from "node:crypto";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "../aws-error";
import type { Shape } from "../shape";
import { checksumMember } from "./checksum";
import { type HttpAnswer, type HttpRequest, header } from "./http-message";
import { readPayload } from "./payload";
import type { RestBinding, RestOperation, RestOutput } from "./rest-operation";
import { restTarget } from "./rest-target";
import { xml } from "./xml";

/** The REST-XML protocol, as Amazon S3 speaks it. */

/** Headers that change what an operation does. Only operations that declare them accept them. */
const MEANINGFUL = /^(if-.*|range|cache-control|expires|content-(?:disposition|language))$/;

/** Headers that belong to signatures and checksums; `readPayload` reads them. */
const OF_THE_PAYLOAD =
  /^x-amz-(date|security-token|user-agent|content-sha256|decoded-content-length|trailer|sdk-checksum-algorithm|checksum-(crc32c?|crc64nvme|sha1|sha256))$/;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
});

/** The members of a request, with the checksum of its payload, which S3 stores. */
export async function readRest(request: HttpRequest, operation: RestOperation): Promise<unknown> {
  const { http, input } = operation;
  refuseUnknownHeaders(request, http);
  const { bucket, key, query, malformed } = restTarget(request);
  if (malformed) throw new AwsError("InvalidURI", "Couldn't parse the specified URI.");
  const payload = await readPayload(request);
  const members: Record<string, unknown> = {
    ...(http.resource !== "service" && { Bucket: bucket }),
    ...(http.resource === "object" && { Key: key }),
  };
  const read = (member: string, text: string | undefined) => {
    if (text !== undefined) members[member] = typed(text, input.members[member]);
  };
  for (const [name, member] of Object.entries(http.query ?? {})) {
    read(member, query.get(name) ?? undefined);
  }
  for (const [name, member] of Object.entries(http.headers ?? {})) {
    read(member, header(request, name));
  }
  if (!http.body) return members;
  const { member, as } = http.body;
  if (as === "bytes") {
    const { algorithm, value } = payload.checksum;
    return {
      ...members,
      [member]: payload.bytes.toString("base64"),
      [checksumMember(algorithm)]: value,
    };
  }
  if (payload.bytes.length === 0) return members;
  return { ...members, [member]: readDocument(payload.bytes.toString(), member) };
}

export function restAnswer(output: RestOutput, requestId: string): HttpAnswer {
  const { status = 200, headers = {}, body = Buffer.alloc(0) } = output;
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (Buffer.isBuffer(body)) {
    return { status, headers: { ...Object.fromEntries(given), ...identity(requestId) }, body };
  }
  const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
  const document = xml(body.root, body.content, { namespace, lists: "flattened" });
  return answer(status, document, requestId, Object.fromEntries(given));
}

export function restError(error: AwsError, requestId: string): HttpAnswer {
  const content = { Code: error.code, Message: error.message, RequestId: requestId };
  // A 304 response has no body.
  const body = error.status === 304 ? "" : xml("Error", content);
  return answer(error.status, body, requestId, error.headers);
}

function answer(
  status: number,
  document: string,
  requestId: string,
  headers: Readonly<Record<string, string>>,
): HttpAnswer {
  const body = document && `<?xml version="1.0" encoding="UTF-8"?>\n${document}`;
  const common = { "content-type": "application/xml", ...identity(requestId) };
  return { status, headers: { ...headers, ...common }, body };
}

const identity = (requestId: string) => ({
  "x-amz-request-id": requestId,
  "x-amz-id-2": randomBytes(32).toString("base64"),
});

function refuseUnknownHeaders(request: HttpRequest, { headers = {} }: RestBinding): void {
  const unknown = Object.keys(request.headers).find(
    (name) =>
      !Object.hasOwn(headers, name) &&
      (MEANINGFUL.test(name) || (name.startsWith("x-amz-") && !OF_THE_PAYLOAD.test(name))),
  );
  if (unknown !== undefined) throw headerNotImplemented(`'${unknown}'`);
  const encoding = header(request, "content-encoding");
  if (encoding === undefined || encoding === "aws-chunked") return;
  throw headerNotImplemented(`'content-encoding' with the value '${encoding}'`);
}

function headerNotImplemented(what: string): AwsError {
  const message = `local-aws does not implement the header ${what}.`;
  return new AwsError("NotImplemented", message, { status: 501 });
}

function typed(text: string, shape: Shape | undefined): unknown {
  return shape?.kind === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
}

function readDocument(text: string, root: string): unknown {
  const document = XMLValidator.validate(text) === true ? parser.parse(text) : {};
  if (Object.keys(document).join() !== root) {
    throw new AwsError(
      "MalformedXML",
      "The XML you provided was not well-formed or did not validate against our published schema",
    );
  }
  // The parser reads an empty element as an empty string.
  return document[root] === "" ? {} : document[root];
}
