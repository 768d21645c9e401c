import { notImplemented } from "../aws-error";
import type { ConditionKeys } from "../permission";
import type { Condition } from "../policy-document";
import { matchesWildcard } from "../wildcard";

/** How one value of a request compares to one of a policy. */
type Comparison = (value: string, pattern: string) => boolean;

const lower = (text: string) => text.toLowerCase();
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

/** Keys that a request may have here. Of any other, nobody could say what AWS would find in it. */
const KNOWN_KEYS = [
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:RequestedRegion",
  "ecr:AccountSetting",
  "iam:AWSServiceName",
  "iam:PassedToService",
  "iam:PolicyARN",
  "sts:ExternalId",
  "sts:RoleSessionName",
].map(lower);

/**
 * Whether a condition holds for a request.
 *
 * @param keys what the request tells, whatever the capital letters of the keys
 * @param issuer whose claims may be asked for, too: a token has those that its issuer put in it
 * @throws AwsError for an operator, a key or a policy variable that this server does not have:
 *   what cannot be weighed is not passed over
 */
export function holds(condition: Condition, keys: ConditionKeys, issuer?: string): boolean {
  const { key } = condition;
  const isClaim = issuer !== undefined && lower(key).startsWith(`${lower(issuer)}:`);
  if (!isClaim && !KNOWN_KEYS.includes(lower(key))) throw notImplemented(`the key ${key}`);
  return compares(condition, keys);
}

/** Whether a condition holds when a request has these keys, and no others. */
export function compares({ operator, key, values }: Condition, keys: ConditionKeys): boolean {
  const variable = values.find((value) => value.includes("${"));
  if (variable !== undefined) throw notImplemented(`the policy variable in ${variable}`);
  const { name, negated, ifExists, forAll } = parse(operator);
  const given = Object.entries(keys).find(([one]) => lower(one) === lower(key))?.[1];
  if (name === "Null") return values.includes(String(given === undefined));
  const compare = COMPARISONS[name];
  if (!compare) throw notImplemented(`the condition operator ${operator}`);
  // What a request does not have equals nothing, and so differs from everything.
  if (given === undefined) return negated || ifExists || forAll;
  return negated !== values.some((pattern) => compare(given, pattern));
}

/** `ForAllValues:StringNotLikeIfExists`, taken apart. */
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

/** The six parts of an ARN are compared each by itself. */
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
