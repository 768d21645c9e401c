import { type Problem, shown } from "../problems/problem";
import { checkChoice, checkKnownName } from "../problems/suggestion";
import { isObject } from "../problems/value-type";
import { checkPolicyText, variableIn } from "./policy-text";

/** The version of the policy language that knows policy variables. */
export const POLICY_VERSION = "2012-10-17";

/** The version of a policy that names none. */
const OLD_VERSION = "2008-10-17";

const ELEMENTS = ["Version", "Id", "Statement"];
const CHOICES = ["Principal", "Action", "Resource"] as const;
const STATEMENT_ELEMENTS = ["Sid", "Effect", "Condition"].concat(
  CHOICES.flatMap((element) => [element, `Not${element}`]),
);

const A_DOCUMENT = "the JSON of an IAM policy document with statements";

/** A policy document that somebody wrote, or nothing where the text is none. */
type Document = Readonly<Record<string, unknown>>;

/**
 * Whether a policy can be attached to `resource`, and says at AWS what it says here.
 *
 * @param taken Sids that are in use already; one of them twice would be refused by AWS
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function checkPolicyDocument(
  json: string,
  resource: "registry" | "repository",
  taken: readonly string[] = [],
): Problem | undefined {
  const statements = statementsOf(json);
  if (statements.length === 0 || !statements.every(isObject)) {
    return {
      given: shown(json),
      allowed: A_DOCUMENT,
      fix: "give it as text, e.g. JSON.stringify({ Version: …, Statement: […] })",
    };
  }
  return (
    checkSids(sidsOf(json), taken) ??
    checkElements(parse(json) ?? {}, ELEMENTS, "the document") ??
    checkPolicyText(json) ??
    checkVersion(json) ??
    statements
      .map((one, index) => checkStatement(one, nameOf(one, index), resource))
      .find((problem) => problem !== undefined)
  );
}

/**
 * Whether the statements mean the same in a document of the current version. Without a version, or with
 * that of 2008, policy variables are plain text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
export function checkMeansTheSame(json: string): Problem | undefined {
  const variable = variableIn(json);
  if (versionOf(json) === POLICY_VERSION || variable === undefined) return undefined;
  return {
    given: `${shown(variable)} in a policy of Version ${OLD_VERSION}, for which it is plain text`,
    allowed: `policy variables in a policy of Version ${POLICY_VERSION}`,
    fix: `write "Version": "${POLICY_VERSION}" if it is meant as a variable, or else take it out`,
  };
}

/** The statements of a policy; none where the text is no policy. */
export function statementsOf(json: string): unknown[] {
  const document = parse(json);
  return document?.["Statement"] === undefined ? [] : [document["Statement"]].flat();
}

/** The names of a policy's statements, of those that have one. AWS takes an empty Sid for none. */
export function sidsOf(json: string): string[] {
  return statementsOf(json).flatMap((one) =>
    isObject(one) && one["Sid"] !== undefined && one["Sid"] !== "" ? [String(one["Sid"])] : [],
  );
}

function parse(json: string): Document | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function versionOf(json: string): unknown {
  return parse(json)?.["Version"] ?? OLD_VERSION;
}

function checkVersion(json: string): Problem | undefined {
  const problem = checkChoice(versionOf(json), [POLICY_VERSION, OLD_VERSION]);
  return problem && { ...problem, given: `Version ${problem.given}` };
}

function checkSids(sids: readonly string[], taken: readonly string[]): Problem | undefined {
  const twice = sids.find((sid, index) => taken.includes(sid) || sids.indexOf(sid) !== index);
  if (twice === undefined) return undefined;
  return {
    given: `Sid ${shown(twice)}`,
    allowed: `${A_DOCUMENT}, each with a Sid of its own`,
    fix: "give that statement another Sid",
  };
}

function checkElements(
  value: object,
  known: readonly string[],
  where: string,
): Problem | undefined {
  const problem = Object.keys(value)
    .map((name) => checkKnownName(name, known))
    .find((one) => one !== undefined);
  return problem && { ...problem, given: `${problem.given} in ${where}` };
}

function checkStatement(
  statement: unknown,
  name: string,
  resource: "registry" | "repository",
): Problem | undefined {
  if (!isObject(statement)) return undefined;
  const effect = checkChoice(statement["Effect"], ["Allow", "Deny"]);
  return (
    checkElements(statement, STATEMENT_ELEMENTS, name) ??
    (effect && { ...effect, given: `Effect ${effect.given} in ${name}` }) ??
    CHOICES.map((element) => checkEither(statement, element, name, resource)).find(
      (problem) => problem !== undefined,
    )
  );
}

/** A statement has one of `Action` and `NotAction`; in a repository's policy, no `Resource`. */
function checkEither(
  statement: Document,
  element: (typeof CHOICES)[number],
  name: string,
  resource: "registry" | "repository",
): Problem | undefined {
  const given = [element, `Not${element}`].filter((one) => statement[one] !== undefined);
  const wanted = element === "Resource" && resource === "repository" ? 0 : 1;
  if (given.length === wanted) return undefined;
  return wanted === 0
    ? {
        given: `${given.join(" and ")} in ${name}`,
        allowed: "statements without a Resource: a repository's policy is about the repository",
        fix: "leave it out",
      }
    : {
        given: `${given.join(" and ") || `no ${element}`} in ${name}`,
        allowed: `either ${element} or Not${element} in each statement`,
        fix: given.length === 0 ? `add ${element}` : "leave out one of them",
      };
}

function nameOf(statement: unknown, index: number): string {
  const { Sid: sid = "" } = isObject(statement) ? statement : {};
  return `statement ${sid === "" ? index + 1 : shown(sid)}`;
}
