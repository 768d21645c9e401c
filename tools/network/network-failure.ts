import { RequestTimedOut } from "./request-limits";

/** Why a request failed, and what the user can do about it. */
export interface Explanation {
  /** The kind of failure, for programs. */
  readonly kind: "no-answer" | "throttled" | "unavailable" | "credentials" | "permission";
  readonly what: string;
  readonly fix: string;
}

interface Meaning {
  readonly codes: readonly string[];
  readonly what: string;
  readonly fix: string;
}

/** Error codes of the operating system, of OpenSSL and of Node.js's `fetch`. */
const MEANINGS: readonly Meaning[] = [
  {
    codes: ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"],
    what: "there is no network, or no such endpoint",
    fix: "check this machine's network (DNS, VPN, proxy, VPC endpoints), and that the Region exists",
  },
  {
    codes: ["ECONNRESET", "ECONNABORTED", "EPIPE", "UND_ERR_SOCKET"],
    what: "the connection was closed before the answer was complete",
    fix: "run it again; if the connection is closed again, look for a proxy or a firewall on the way",
  },
  {
    codes: [
      "ETIMEDOUT",
      "UND_ERR_CONNECT_TIMEOUT",
      "UND_ERR_HEADERS_TIMEOUT",
      "UND_ERR_BODY_TIMEOUT",
    ],
    what: "there was no answer in time",
    fix: "run it again; if there is no answer again, look for a firewall that drops the packets",
  },
  {
    codes: ["HPE", "UND_ERR_HEADERS_OVERFLOW"],
    what: "the answer is not HTTP as it should be",
    fix: "check the endpoint, its port, and what is in between, such as a proxy",
  },
  {
    codes: [
      "CERT_HAS_EXPIRED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    what: "the server's certificate is not trusted",
    fix: "if a proxy inspects TLS, trust its certificate: export NODE_EXTRA_CA_CERTS=proxy-ca.pem",
  },
];

/**
 * Explains why a request got no complete answer.
 *
 * @returns nothing for an error of another kind
 */
export function networkFailure(error: unknown): Explanation | undefined {
  if (error instanceof RequestTimedOut) {
    const fix = "raise --timeout, or look for a proxy or a firewall that delays the request";
    return { kind: "no-answer", what: error.message, fix };
  }
  if (!(error instanceof Error)) return undefined;
  const meaning = MEANINGS.find(({ codes }) => codes.includes(codeOf(error)));
  if (!meaning) return networkFailure(error.cause);
  const { what, fix } = meaning;
  return { kind: "no-answer", what: `${what} (${error.message || codeOf(error)})`, fix };
}

/** Node.js's parser of HTTP has a code for each way in which an answer can be wrong. */
function codeOf(error: Error): string {
  return String((error as NodeJS.ErrnoException).code).replace(/^HPE_.*/, "HPE");
}
