import { Fn, Op, type Precondition, propertyAccess, Token } from "cdktf";
import { POLICY_VERSION, statementsOf } from "../ecr/policy-document";
import { sentLength } from "../ecr/registry-policy";
import type { Problem } from "../problems/problem";

/*
 * Policies that somebody else wrote. Their text is theirs: Terraform must not read `${aws:username}` as
 * a reference of its own, nor the AWS provider's `aws_iam_policy_document` drop what it does not know.
 */

/** A string of CDKTF in whose place Terraform will put a value. */
const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;

/** What stands for a value that is not known yet; most are account ids. */
const UNKNOWN = "0".repeat(12);

/** The text of a policy, with zeros for what only Terraform knows; nothing where that is all of it. */
export function knownText(json: string): string | undefined {
  return json.replace(TOKEN, "") === "" && json !== "" ? undefined : json.replace(TOKEN, UNKNOWN);
}

/** Text for Terraform, with all that is not a token as plain text. */
export function literalText(text: string): string {
  return text.replace(/([$%])(?=(\$?\{)(TfToken\[)?)/g, (mark, _, next, token) => {
    if (next === "{") return token ? mark : mark + mark;
    // Two dollar signs would make plain text of the token.
    return token && mark === "$" ? '${"$"}' : mark;
  });
}

/** One policy with the statements of several, each as it is, for Terraform to complete. */
export function joinedPolicies(policies: readonly string[]): string {
  return `{"Version":"${POLICY_VERSION}","Statement":[${policies.map(statementList).join(",")}]}`;
}

/** How long that policy is when it is sent, as far as it is known. */
export function joinedLength(policies: readonly string[]): number {
  const statements = policies.flatMap((json) => statementsOf(knownText(json) ?? ""));
  return sentLength(JSON.stringify({ Version: POLICY_VERSION, Statement: statements }));
}

/** The statements of a policy with commas between them. */
function statementList(json: string): string {
  if (knownText(json) !== undefined) {
    return literalText(
      statementsOf(json)
        .map((one) => JSON.stringify(one))
        .join(","),
    );
  }
  const statements = propertyAccess(Fn.jsondecode(json), ["Statement"]);
  return Fn.trim(Fn.jsonencode(Fn.flatten([statements])), "[]");
}

/** Lets Terraform refuse a policy that only it can read, if it has not the version of the whole. */
export function hasCurrentVersion(json: string): Precondition {
  const version = Fn.try([propertyAccess(Fn.jsondecode(json), ["Version"]), ""]);
  return {
    condition: Token.asString(Op.eq(version, POLICY_VERSION)),
    errorMessage: `What is merged with the registry's policy must be a policy of Version ${POLICY_VERSION}.`,
  };
}

/** Lists, maps and numbers of CDKTF are lost when they are written into text. */
export function checkTokens(json: string): Problem | undefined {
  if (!/[#&]\{TfToken\[/.test(json)) return undefined;
  return {
    given: "a list or a map that only Terraform knows",
    allowed: "strings that only Terraform knows, such as an account id",
    fix: "write each item, or give the json of a DataAwsIamPolicyDocument",
  };
}
