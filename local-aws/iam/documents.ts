import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import {
  PolicyProblem,
  PolicyRefusal,
  readPolicy,
  type Statement,
  VERSIONS,
} from "../policy-document";
import { isIdentityProvider, isMissing, isPrincipal, namedPrincipals } from "../principals";
import { string } from "../shape";
import { checkResource } from "./resource-arn";

/** A policy document in a request. */
export const policyDocument = string({
  min: 1,
  max: 131072,
  pattern: /[\t\n\r -\u00FF]+/,
});

/** IAM returns documents percent-encoded (RFC 3986). */
export function encodeDocument(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** IAM's quotas do not count whitespace. */
export function documentSize(document: string): number {
  return document.replace(/\s/g, "").length;
}

const CURRENT = "2012-10-17";
const MALFORMED = "MalformedPolicyDocument";

/**
 * Refuses an invalid identity-based policy.
 * @param kind IAM refuses the older version of the policy language for a managed policy only
 */
export function checkIdentityPolicy(
  document: string,
  kind: "managed" | "inline",
  { partition }: CallContext,
): void {
  check(document, kind === "managed" ? [CURRENT] : VERSIONS, (statement) => {
    if (statement.principals || statement.notPrincipals) {
      throw new PolicyRefusal("Policy document should not specify a principal.");
    }
    const { actions, notActions, resources, notResources } = statement;
    const named = actions ?? notActions;
    if (!named) throw new PolicyRefusal("Policy statement must contain actions.");
    if (!named.every((action) => action === "*" || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action))) {
      throw new PolicyRefusal(
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      );
    }
    const on = resources ?? notResources;
    if (!on) throw new PolicyRefusal("Policy statement must contain resources.");
    for (const resource of on) checkResource(resource, partition);
  });
}

/** The actions of STS that a trust policy allows, in lower case. */
const TRUST_ACTIONS = [
  "*",
  "AssumeRole",
  "AssumeRoleWithSAML",
  "AssumeRoleWithWebIdentity",
  "SetContext",
  "SetSourceIdentity",
  "TagSession",
].map((action) => `sts:${action}`.toLowerCase());

/** Refuses an invalid trust policy. */
export function checkTrustPolicy(document: string, call: CallContext): void {
  check(document, VERSIONS, (statement) => {
    if (statement.resources || statement.notResources) {
      throw new PolicyRefusal("Has prohibited field Resource");
    }
    const { actions, principals, notPrincipals } = statement;
    if (!principals && !notPrincipals) throw new PolicyRefusal("Missing required field Principal");
    if (!actions) throw new PolicyRefusal("Missing required field Action");
    if (!actions.every((action) => TRUST_ACTIONS.includes(action.toLowerCase()))) {
      throw new PolicyRefusal("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    for (const { kind, name } of namedPrincipals(statement)) checkPrincipal(kind, name, call);
  });
}

function checkPrincipal(kind: string, name: string, call: CallContext): void {
  if (kind === "Federated") {
    if (isIdentityProvider(name, call)) return;
    throw new PolicyRefusal(
      "Federated principals must be valid domain names or SAML metadata ARNs",
    );
  }
  if (isPrincipal(kind, name, call) && !isMissing(name, call)) return;
  const shown = kind === "AWS" ? kind : kind.toUpperCase();
  throw new PolicyRefusal(`Invalid principal in policy: "${shown}":"${name}"`);
}

function check(
  document: string,
  versions: readonly string[],
  checkStatement: (statement: Statement) => void,
): void {
  try {
    const { version, statements } = readPolicy(document);
    if (version === undefined || !versions.includes(version)) {
      throw new PolicyRefusal(`Policy document must be version ${CURRENT} or greater.`);
    }
    for (const statement of statements) {
      if (statement.sid !== undefined && !/^[0-9A-Za-z]*$/.test(statement.sid)) {
        throw new PolicyRefusal("Statement IDs (SID) must be alpha-numeric.");
      }
      checkStatement(statement);
    }
  } catch (error) {
    if (!(error instanceof PolicyProblem)) throw error;
    throw error instanceof PolicyRefusal
      ? new AwsError(MALFORMED, error.message)
      : new AwsError(MALFORMED, "Syntax errors in policy.", { reason: error.message });
  }
}
