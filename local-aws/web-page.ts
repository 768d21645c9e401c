import type { IncomingHttpHeaders } from "node:http";

/*
 * A web page in a browser on this machine can send requests to loopback, for which any access key
 * would do. It cannot read the answers, unless its own host name leads to loopback as well (DNS
 * rebinding), and that name is then in the `Host` header.
 */

/** Whether a browser sent a request for a web page: no other client sends these headers. */
export function isFromPage(headers: IncomingHttpHeaders): boolean {
  return headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
}

/** This server's names, after the bucket that S3's clients may put before them. */
const OWN_HOST = /^(?:(?:[a-z0-9.-]+\.)?(?:127\.0\.0\.1|localhost)|\[::1\])(?::(\d{1,5}))?$/i;

/** Whether a `Host` header names this server. The port of HTTP may be left out. */
export function isOwnHost(host: string | undefined, port: number | undefined): boolean {
  const [named, given = "80"] = OWN_HOST.exec(host ?? "") ?? [];
  return named !== undefined && Number(given) === port;
}
