import { type HttpRequest, header } from "./http-message";
import type { RestBinding, RestOperations } from "./rest-operation";

/** The resource that a request addresses: none, a bucket, or an object in a bucket. */
export interface RestTarget {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** Whether the path is not valid percent-encoding. */
  readonly malformed: boolean;
}

/** A bucket's name before the host of this server. */
const VIRTUAL_HOST = /^(.+)\.(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/** Reads the bucket from the host name or from the first segment of the path. */
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

/** Whether an unsigned request that does not name its operation can only be a REST request. */
export function isRest(request: HttpRequest): boolean {
  return restTarget(request).bucket !== "";
}

/** The operation's name. For an unknown one, the client's name for it, or a description. */
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

/** A query parameter that an operation does not have may select a different operation. */
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
