import { type HttpRequest, header } from "./http-message";
import type { RestBinding, RestOperations } from "./rest-operation";

/** What a request is about: nothing, a bucket, or an object in it. */
export interface RestTarget {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** Whether the path is no percent-encoded text. */
  readonly malformed: boolean;
}

/** `bucket.` before a host that is this server's own, or that of S3. */
const VIRTUAL_HOST =
  /^(.+)\.(?:127\.0\.0\.1|localhost|s3(?:[.-][a-z\d-]+)?\.amazonaws\.com(?:\.cn)?)(?::\d+)?$/;

/** The bucket is named by the host or is the first part of the path. */
export function restTarget(request: HttpRequest): RestTarget {
  const [path = "", ...query] = request.url.split("?");
  const [, host] = VIRTUAL_HOST.exec(header(request, "host") ?? "") ?? [];
  const decoded = decode(path.slice(1));
  const whole = decoded ?? path.slice(1);
  const [bucket = "", ...key] = whole.split("/");
  return {
    bucket: host ?? bucket,
    key: host === undefined ? key.join("/") : whole,
    query: new URLSearchParams(query.join("?")),
    malformed: decoded === undefined,
  };
}

/** Whether a request that names no operation can only be one on a resource. */
export function isRest(request: HttpRequest): boolean {
  const { bucket } = restTarget(request);
  const scoped = header(request, "authorization")?.includes("/s3/aws4_request") ?? false;
  return scoped || bucket !== "";
}

/** The operation's name; of one that is not there, what the client calls it or what it looks like. */
export function restOperationName(request: HttpRequest, operations: RestOperations): string {
  const target = restTarget(request);
  const { query } = target;
  const resource = target.key !== "" ? "object" : target.bucket !== "" ? "bucket" : "service";
  const found = Object.entries(operations).find(
    ([, { http }]) =>
      http.method === request.method && http.resource === resource && fits(http, query),
  );
  if (found) return found[0];
  const parameters = [...query.keys()].filter((name) => name !== "x-id").join("&");
  const described = `${request.method} ${resource}${parameters && `?${parameters}`}`;
  return query.get("x-id") ?? described;
}

/** A parameter that an operation does not know may make another operation of it. */
function fits({ marker, query = {} }: RestBinding, given: URLSearchParams): boolean {
  const [markerName, markerValue = ""] = marker?.split("=") ?? [];
  if (markerName !== undefined && given.get(markerName) !== markerValue) return false;
  return [...given.keys()].every(
    (name) => name === markerName || name === "x-id" || Object.hasOwn(query, name),
  );
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
