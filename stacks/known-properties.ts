import type { Construct } from "constructs";
import { reject } from "../constructs/problems";
import { checkKnownName } from "../ecr/known-names";
import type { Problem } from "../ecr/problem";
import type { PullThroughCacheStackProps } from "./pull-through-cache-stack";

/**
 * What an object of properties may have: other objects by their names, words to choose from, or
 * anything (`true`), which a rule looks at elsewhere.
 */
type Shape = { readonly [name: string]: Shape | readonly string[] | true };

/*
 * Apps run without a type check, so that a mistyped property would be one that is not there: nothing
 * is opened, or scanned, and nobody is told. The compiler checks that no property is forgotten here.
 */
const STACK: { readonly [name in keyof Required<PullThroughCacheStackProps>]: Shape | true } = {
  region: true,
  account: { id: true, roleArn: true },
  upstreams: true,
  secrets: { value: ["in-state", "write-only"], recoveryWindowInDays: true },
  expiry: { days: true, images: true },
  repositories: {
    template: ["ROOT", "per-prefix"],
    tagMutability: ["MUTABLE", "IMMUTABLE"],
    kmsKeyArn: true,
    repositoryPolicy: true,
  },
  organizationAccess: {
    repositories: ["caches", "registry"],
    organizationId: true,
    match: ["StringEquals", "StringLike"],
    only: { organizationalUnits: true, accounts: true },
    firstPulls: ["allowed", "refused"],
    importable: true,
    policyScope: ["V2"],
    mergeWith: true,
  },
  scanning: {
    type: ["BASIC", "ENHANCED"],
    repositories: true,
    onPush: true,
    continuous: true,
  },
  failureAlarm: { topic: true },
  pullPermissions: { as: ["outputs", "managed-policy"], attachToRoles: true },
  tags: true,
  bypass: true,
};

/** Reports properties that do not exist, and words that are none of those to choose from. */
export function checkKnownProperties(scope: Construct, props: object): void {
  look(scope, "", props, STACK);
}

function look(scope: Construct, path: string, value: object, shape: Shape): void {
  for (const [name, given] of Object.entries(value)) {
    const expected = shape[name];
    const at = path + name;
    const unknown = expected === undefined && checkKnownName(name, Object.keys(shape));
    if (unknown) reject(scope, path.replace(/\.$/, "") || "properties", unknown);
    if (!expected || expected === true || given === undefined) continue;
    const problem = isList(expected)
      ? checkKnownName(String(given), expected)
      : checkIsObject(given);
    if (problem) reject(scope, at, problem);
    else if (!isList(expected)) look(scope, `${at}.`, given, expected);
  }
}

function isList(shape: Shape | readonly string[]): shape is readonly string[] {
  return Array.isArray(shape);
}

function checkIsObject(value: unknown): Problem | undefined {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return undefined;
  return {
    given: String(value),
    allowed: "an object: { … }",
    fix: "write its properties in braces",
  };
}
