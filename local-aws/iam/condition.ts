import { notImplemented } from "../aws-error";
import type { ConditionKeys } from "../permission";
import type { Condition } from "../policy-document";
import { matchesWildcard } from "../wildcard";

/** Compares a value of a request with a value of a policy. */
type Comparison = (value: string, pattern: string) => boolean;

const lower = (value: string) => value.toLowerCase();
const equals: Comparison = (value, pattern) => value === pattern;
const equalsAnyCase: Comparison = (value, pattern) => lower(value) === lower(pattern);

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsAnyCase,
  StringLike: (value, pattern) => matchesWildcard(pattern, value),
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: equalsAnyCase,
};

/** The condition keys that this server implements. */
const KNOWN_KEYS = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:RequestedRegion",
  "ecr:AccountSetting",
  "iam:AWSServiceName",
  "iam:PassedToService",
  "iam:PermissionsBoundary",
  "iam:PolicyARN",
  "sts:ExternalId",
  "sts:RoleSessionName",
].map(lower);

/**
 * Whether a condition holds for a request.
 *
 * @param keys the condition keys of the request, regardless of case
 * @param issuer the token issuer whose claims are condition keys as well
 * @throws AwsError for an operator, a key or a policy variable that this server does not implement,
 *   which must not be ignored
 */
export function holds(condition: Condition, keys: ConditionKeys, issuer?: string): boolean {
  const { key } = condition;
  const isClaim = issuer !== undefined && lower(key).startsWith(`${lower(issuer)}:`);
  if (!isClaim && !KNOWN_KEYS.includes(lower(key)))
    throw notImplemented(`the condition key ${key}`);
  return compares(condition, keys);
}

/** Whether a condition holds for a request that has exactly these condition keys. */
export function compares({ operator, key, values }: Condition, keys: ConditionKeys): boolean {
  const variable = values.find((value) => value.includes("${"));
  if (variable !== undefined) throw notImplemented(`the policy variable in ${variable}`);
  const { name, negated, ifExists, forAll } = parse(operator);
  const given = Object.entries(keys).find(([one]) => lower(one) === lower(key))?.[1];
  if (name === "Null") return values.includes(String(given === undefined));
  const compare = COMPARISONS[name];
  if (!compare) throw notImplemented(`the condition operator ${operator}`);
  // A missing key equals no value, so a negated comparison with it is true.
  if (given === undefined) return negated || ifExists || forAll;
  return negated !== values.some((pattern) => compare(given, pattern));
}

/** The parts of an operator such as `ForAllValues:StringNotLikeIfExists`. */
function parse(operator: string) {
  const [, quantifier, name = operator, ifExists] =
    /^(ForAnyValue:|ForAllValues:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  return {
    name: name.replace(/^(String|Arn)Not/, "$1"),
    negated: /^(String|Arn)Not/.test(name),
    ifExists: ifExists !== undefined,
    forAll: quantifier === "ForAllValues:",
  };
}

/** Compares the six parts of an ARN one by one. */
export function matchesArn(arn: string, pattern: string): boolean {
  const [wanted, found] = [parts(pattern), parts(arn)];
  return (
    wanted.length === 6 &&
    found.length === 6 &&
    wanted.every((part, index) => matchesWildcard(part, found[index] ?? ""))
  );
}

function parts(arn: string): string[] {
  const all = arn.split(":");
  return all.length < 6 ? all : [...all.slice(0, 5), all.slice(5).join(":")];
}
