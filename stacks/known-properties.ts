import { Token } from "cdktf";
import type { Construct } from "constructs";
import { reject } from "../constructs/problems";
import { checkSecretKeeping } from "../ecr/credential-value";
import { checkTopic } from "../ecr/failure-events";
import { checkKnownName, checkWord } from "../ecr/known-names";
import type { Problem, Rule } from "../ecr/problem";
import {
  checkFunction,
  checkObject,
  checkOneOf,
  checkSwitch,
  checkText,
  checkTexts,
  isObject,
} from "../ecr/value-form";
import type { PullThroughCacheStackProps } from "./pull-through-cache-stack";

/**
 * What an object of properties may have: other objects by their names, words to choose from, what a
 * rule says, or anything (`true`), which a rule looks at elsewhere.
 */
type Shape = { readonly [name: string]: Expected };
type Expected = Shape | readonly string[] | Rule<unknown> | true;

/*
 * Apps run without a type check, so that a mistyped property would be one that is not there: nothing
 * is opened, or scanned, and nobody is told. The compiler checks that no property is forgotten here.
 */
const STACK: { readonly [name in keyof Required<PullThroughCacheStackProps>]: Expected } = {
  region: checkText,
  account: { id: checkText, roleArn: checkText },
  state: {
    s3: {
      bucket: checkText,
      key: checkText,
      region: checkText,
      kmsKeyArn: checkText,
      roleArn: checkText,
    },
    hcpTerraform: {
      organization: checkText,
      workspace: checkText,
      tags: checkTexts,
      project: checkText,
      hostname: checkText,
    },
    backend: checkFunction,
  },
  upstreams: checkObject,
  secrets: { value: checkSecretKeeping, recoveryWindowInDays: true },
  expiry: { days: true, images: true },
  repositories: {
    template: ["ROOT", "per-prefix"],
    tagMutability: ["MUTABLE", "IMMUTABLE"],
    kmsKeyArn: checkText,
    repositoryPolicy: checkText,
  },
  organizationAccess: {
    repositories: ["caches", "registry"],
    organizationId: checkText,
    match: ["StringEquals", "StringLike"],
    only: { organizationalUnits: checkTexts, accounts: checkTexts },
    firstPulls: ["allowed", "refused"],
    importable: checkTexts,
    policyScope: ["V2"],
    mergeWith: checkTexts,
  },
  scanning: {
    type: ["BASIC", "ENHANCED"],
    repositories: checkTexts,
    onPush: checkTexts,
    continuous: checkTexts,
  },
  failureAlarm: { topic: checkTopic },
  pullPermissions: { as: ["outputs", "managed-policy"], attachToRoles: checkTexts },
  tags: checkObject,
  bypass: checkSwitch,
};

/** What cannot be left out. */
const REQUIRED = [
  "region",
  "account.id",
  "state.s3.bucket",
  "state.hcpTerraform.organization",
  "organizationAccess.repositories",
  "scanning.type",
  "failureAlarm.topic",
  "pullPermissions.as",
];

/** Where one of the properties is needed, and two would contradict one another. */
const ONE_OF: Readonly<Record<string, readonly string[]>> = {
  expiry: ["days", "images"],
  state: ["s3", "hcpTerraform", "backend"],
  "state.hcpTerraform": ["workspace", "tags"],
  "organizationAccess.only": ["organizationalUnits", "accounts"],
};

/**
 * Reports properties that do not exist, those that are missing, words that are none of those to
 * choose from, and values that have not the form of what is expected.
 *
 * @returns the properties whose values the rules can look at
 */
export function checkKnownProperties<T extends object>(scope: Construct, props: T): Partial<T> {
  const { usable } = lookInside(scope, "", props, STACK);
  return Object.fromEntries(
    Object.entries(props).filter(([name]) => usable.includes(name)),
  ) as Partial<T>;
}

function lookInside(scope: Construct, path: string, value: object, shape: Shape) {
  const names = Object.keys(shape);
  const unknown = Object.keys(value).flatMap((name) => checkKnownName(name, names) ?? []);
  for (const problem of unknown) reject(scope, path || "properties", problem);
  const contradiction = ONE_OF[path] && checkOneOf(value, ONE_OF[path]);
  if (contradiction) reject(scope, path, contradiction);
  const given: Readonly<Record<string, unknown>> = { ...value };
  const usable = Object.entries(shape).flatMap(([name, expected]) =>
    look(scope, path ? `${path}.${name}` : name, given[name], expected) ? [name] : [],
  );
  return {
    usable,
    whole: unknown.length === 0 && !contradiction && usable.length === names.length,
  };
}

/** Whether the rules can look at the value. */
function look(scope: Construct, path: string, value: unknown, expected: Expected): boolean {
  if (expected === true || Token.isUnresolved(value)) return true;
  if (value === undefined && !REQUIRED.includes(path)) return true;
  const problem = checkForm(value, expected);
  if (problem) reject(scope, path, problem);
  if (problem || !isObject(value) || !isShape(expected)) return !problem;
  return lookInside(scope, path, value, expected).whole;
}

function checkForm(value: unknown, expected: Exclude<Expected, true>): Problem | undefined {
  if (typeof expected === "function") return expected(value);
  return isShape(expected) ? checkObject(value) : checkWord(value, expected);
}

function isShape(expected: Expected): expected is Shape {
  return typeof expected === "object" && !Array.isArray(expected);
}
