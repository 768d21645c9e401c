import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { PolicyProblem, readPolicy, type Statement } from "../policy-document";
import { string } from "../shape";

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

/** Refuses an invalid identity-based policy. */
export function checkIdentityPolicy(document: string): void {
  check(document, (statement) => {
    if (statement.principals || statement.notPrincipals) {
      throw new PolicyProblem("Policy document should not specify a principal.");
    }
    const { actions, notActions, resources, notResources } = statement;
    const named = actions ?? notActions;
    if (!named) throw new PolicyProblem("Policy statement must contain actions.");
    if (!named.every((action) => action === "*" || /^[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+$/.test(action))) {
      throw new PolicyProblem(
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      );
    }
    const on = resources ?? notResources;
    if (!on) throw new PolicyProblem("Policy statement must contain resources.");
    const invalid = on.find(
      (resource) => resource !== "*" && !/^arn:.+:.*:.*:.*:.+$/.test(resource),
    );
    if (invalid !== undefined) {
      throw new PolicyProblem(`Resource ${invalid} must be in ARN format or "*".`);
    }
  });
}

/** Refuses an invalid trust policy. */
export function checkTrustPolicy(document: string): void {
  check(document, (statement) => {
    if (statement.resources || statement.notResources) {
      throw new PolicyProblem("Has prohibited field Resource");
    }
    const { actions } = statement;
    const principals = statement.principals ?? statement.notPrincipals;
    if (!principals) throw new PolicyProblem("Missing required field Principal");
    if (!actions) throw new PolicyProblem("Missing required field Action");
    if (!actions.every((action) => /^(\*|sts:.+)$/i.test(action))) {
      throw new PolicyProblem("AssumeRole policy may only specify STS AssumeRole actions.");
    }
    for (const name of principals.Service ?? []) {
      if (!/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name)) {
        throw new PolicyProblem(`Invalid principal in policy: "SERVICE":"${name}"`);
      }
    }
    for (const name of principals.AWS ?? []) {
      if (name !== "*" && !/^\d{12}$/.test(name) && parseArn(name) === undefined) {
        throw new PolicyProblem(`Invalid principal in policy: "AWS":"${name}"`);
      }
    }
  });
}

function check(document: string, checkStatement: (statement: Statement) => void): void {
  try {
    for (const statement of readPolicy(document)) {
      if (statement.sid !== undefined && !/^[0-9A-Za-z]*$/.test(statement.sid)) {
        throw new PolicyProblem("Statement IDs (SID) must be alpha-numeric.");
      }
      checkStatement(statement);
    }
  } catch (error) {
    if (error instanceof PolicyProblem) throw malformed(error.message);
    throw error;
  }
}

/** IAM's own messages begin with a capital letter; others become a general syntax error. */
function malformed(problem: string): AwsError {
  const syntax = /^[a-z]/.test(problem);
  return new AwsError(
    "MalformedPolicyDocument",
    syntax ? "Syntax errors in policy." : problem,
    syntax ? { reason: problem } : {},
  );
}
