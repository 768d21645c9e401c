import type { Cause, Failure } from "./failure";
import type { Target } from "./target";

/** An error that a registry answered instead of a manifest. */
export interface RefusedAnswer {
  readonly status: number;
  /** Such as `NAME_UNKNOWN`; empty where the answer has no code, for example to HEAD. */
  readonly code: string;
  readonly message: string;
}

const PERMISSION = /not authorized to perform: (\S+)/;

/**
 * Explains the refusal of a registry.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/error-pullthroughcache.html
 */
export function failureOf(answer: RefusedAnswer, target: Target): Failure {
  const message = described(answer);
  const [cause, fix] = explained(answer, target);
  return { cause, message, fix };
}

function explained(
  { status, code, message }: RefusedAnswer,
  target: Target,
): readonly [Cause, string] {
  const { cacheRepositories: repositories, withLibrary } = target;
  const [, action] = PERMISSION.exec(message) ?? [];
  if (action !== undefined) return ["permission", `allow ${action} on ${repositories}`];
  if (/authentication to the upstream registry failed/i.test(message)) {
    return [
      "upstream-login",
      "check the secret with `aws ecr validate-pull-through-cache-rule`; on Docker Hub, only official images have library/",
    ];
  }
  if (code === "NAME_UNKNOWN") {
    return [
      "repository",
      `allow ecr:CreateRepository on ${repositories}; compare prefix, account and Region with the output ecr_cache_prefix; a creation template with tags or a KMS key needs a role`,
    ];
  }
  if (code === "MANIFEST_UNKNOWN" || status === 404) {
    return [
      "manifest",
      `check that the upstream has the tag; if it has, allow ecr:BatchImportUpstreamImage on ${repositories}`,
    ];
  }
  if (isThrottled({ status, code })) {
    return [
      "throttled",
      "run it again later with a lower --concurrency; if the upstream throttles, give its secret an account with a higher limit",
    ];
  }
  if (status === 401 || /authorization token has expired/i.test(message)) {
    return ["login", "run it again; check the clock of this machine"];
  }
  if (status === 403 && withLibrary !== undefined) {
    return ["library", `an official image needs library/ before its name: ${withLibrary}`];
  }
  if (status === 403) {
    return [
      "permission",
      `allow ecr:BatchGetImage on ${repositories}, in the policies of whoever pulls and in those of the repository and the registry`,
    ];
  }
  if (status >= 500) return ["unavailable", "run it again later: https://health.aws.amazon.com"];
  return [
    "refused",
    "see https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html",
  ];
}

export function isThrottled({ status, code }: Pick<RefusedAnswer, "status" | "code">): boolean {
  return status === 429 || code === "TOOMANYREQUESTS";
}

/** The message as container runtimes show it: `name unknown: The repository …`. */
function described({ status, code, message }: RefusedAnswer): string {
  const words = code.toLowerCase().replaceAll("_", " ");
  const said = [words, message.trim()].filter((part) => part !== "").join(": ");
  return said === "" ? `the registry answered ${status}` : `${said} (${status})`;
}
