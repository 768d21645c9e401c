import { UserError } from "../cli/user-error";
import { type Explanation, networkFailure } from "../network/network-failure";

/** AWS did not answer, or refused a call, for a reason that the user can do something about. */
export class AwsFailure extends UserError {
  constructor(
    readonly explanation: Explanation,
    options?: ErrorOptions,
  ) {
    super(`${explanation.what}\nfix: ${explanation.fix}`, options);
  }
}

/** Turns a failed call of AWS into an error with a fix; any other error is returned as it is. */
export function asAwsFailure(error: unknown): unknown {
  if (error instanceof UserError) return error;
  const explanation = explainAwsError(error);
  return explanation ? new AwsFailure(explanation, { cause: error }) : error;
}

/** The error with which AWS refused a call. Where no answer came, an error has no `$fault`. */
export interface AwsAnswer extends Error {
  readonly $fault: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function isAnswer(error: unknown): error is AwsAnswer {
  return error instanceof Error && "$fault" in error;
}

const GIVE_CREDENTIALS =
  "provide credentials as for Terraform, e.g. export AWS_PROFILE=…; try them with aws sts get-caller-identity";
const THROTTLED = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;
const EXPIRED = /expired|reauthenticate|aws (sso )?login/i;
const DENIED = /^(AccessDenied|AccessDeniedException|AuthorizationError|UnauthorizedOperation)/;
const NOT_ACCEPTED =
  /^(InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|AuthFailure)/;
const WRONG_TIME = /Signature (expired|not yet current)|RequestTimeTooSkewed|RequestExpired/;

/**
 * Explains why a call to AWS failed, and what to do about it.
 *
 * @returns nothing for other errors, such as bugs, and for answers of AWS that concern the request
 *   itself rather than the caller
 */
export function explainAwsError(error: unknown): Explanation | undefined {
  if (error instanceof AwsFailure) return error.explanation;
  const network = networkFailure(error);
  if (network || !(error instanceof Error)) return network;
  const said = `${error.name}: ${error.message}`;
  if (isUnreadable(error)) return explainUnreadable(error);
  if (isAnswer(error)) return explainAnswer(error, said);
  if ("code" in error && error.code === "ERR_INVALID_URL" && "input" in error) {
    return {
      kind: "no-answer",
      what: `the AWS endpoint is not a URL: ${error.input}`,
      fix: "correct AWS_ENDPOINT_URL, or endpoint_url in the configuration of the AWS CLI",
    };
  }
  // An error of the SDK's credential providers.
  return "tryNextLink" in error ? explainCredentials(error, said) : undefined;
}

/** An answer that the SDK can make nothing of; it leaves it with the error. */
interface UnreadableAnswer extends Error {
  readonly $response: { readonly statusCode?: number } | undefined;
}

function isUnreadable(error: Error): error is UnreadableAnswer {
  return "$response" in error && (!isAnswer(error) || /^Unknown(Error)?$/.test(error.name));
}

function explainUnreadable({ $response }: UnreadableAnswer): Explanation {
  const status = $response?.statusCode ?? 0;
  if (status >= 500) return unavailable(status, "nobody can read its answer");
  return notAws(`nobody can read it (status ${status})`);
}

/** What answers in the place of AWS: its answer is not as AWS documents it. */
export function notAws(problem: string): Explanation {
  return {
    kind: "unavailable",
    what: `The answer is not one of AWS: ${problem}`,
    fix: "check what is in between, such as a proxy or a login page, and AWS_ENDPOINT_URL",
  };
}

function unavailable(status: number, said: string): Explanation {
  return {
    kind: "unavailable",
    what: `AWS failed with ${status}: ${said}`,
    fix: "run it again later; https://health.aws.amazon.com says what is down",
  };
}

function explainAnswer(error: AwsAnswer, said: string): Explanation | undefined {
  const { name, message, $metadata: { httpStatusCode: status = 0 } = {} } = error;
  if (status === 429 || THROTTLED.test(name)) {
    return {
      kind: "throttled",
      what: `AWS throttles the requests of this account: ${said}`,
      fix: "run it again later",
    };
  }
  if (status >= 500) return unavailable(status, said);
  if (DENIED.test(name)) return { kind: "permission", what: said, fix: permissionFix(message) };
  if (name === "RegionDisabledException" || name === "OptInRequired") {
    return {
      kind: "credentials",
      what: said,
      fix: "enable the Region: aws account enable-region --region-name …; or choose another one",
    };
  }
  if (WRONG_TIME.test(said)) {
    return {
      kind: "credentials",
      what: `AWS rejected the time of the request: ${said}`,
      fix: "correct the clock of this machine",
    };
  }
  if (/^(ExpiredToken|RequestExpired|TokenRefreshRequired)/.test(name) || NOT_ACCEPTED.test(name)) {
    return explainCredentials(error, said);
  }
  return undefined;
}

function explainCredentials(error: Error, said: string): Explanation {
  // Of a network failure, the credential provider for SSO only keeps the message.
  const [code] = /\bE[A-Z_]+\b/.exec(error.message) ?? [];
  const network = networkFailure(Object.assign(new Error(error.message), { code }));
  if (network) return network;
  const what = `There are no valid AWS credentials: ${said}`;
  if (!EXPIRED.test(said)) return { kind: "credentials", what, fix: GIVE_CREDENTIALS };
  const [command = "aws sso login"] = /aws (sso )?login/.exec(error.message) ?? [];
  return {
    kind: "credentials",
    what,
    fix: `log in again: ${command}; or replace the temporary credentials in the environment`,
  };
}

function permissionFix(message: string): string {
  const [, action, resource = "*"] =
    /not authorized to perform: (\S+)(?: on resource: (\S+))?/.exec(message) ?? [];
  if (action === undefined) return "allow the call for whoever runs this command";
  const allow = `allow ${action} on ${resource}`;
  return action === "sts:AssumeRole" ? `${allow}, and in the trust policy of the role` : allow;
}
