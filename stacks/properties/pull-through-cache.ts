import type { Construct } from "constructs";
import { checkSecretKeeping } from "../../ecr/credential-value";
import { checkTopic } from "../../ecr/failure-events";
import { checkBoolean, checkObject, checkString, checkStrings } from "../../problems/value-type";
import type { PullThroughCacheStackProps } from "../pull-through-cache-stack";
import { checkForm, type Form } from "./form";
import { STATE } from "./state";

/** The compiler checks that no property is forgotten here. */
const STACK: Form<PullThroughCacheStackProps>["shape"] = {
  region: checkString,
  account: { id: checkString, roleArn: checkString },
  state: STATE.shape,
  upstreams: checkObject,
  secrets: { value: checkSecretKeeping, recoveryWindowInDays: true },
  expiry: { days: true, images: true },
  repositories: {
    template: ["ROOT", "per-prefix"],
    tagMutability: ["MUTABLE", "IMMUTABLE"],
    kmsKeyArn: checkString,
    repositoryPolicy: checkString,
  },
  organizationAccess: {
    repositories: ["caches", "registry"],
    organizationId: checkString,
    match: ["StringEquals", "StringLike"],
    only: { organizationalUnits: checkStrings, accounts: checkStrings },
    firstPulls: ["allowed", "refused"],
    importable: checkStrings,
    policyScope: ["V2"],
    mergeWith: checkStrings,
  },
  scanning: {
    type: ["BASIC", "ENHANCED"],
    repositories: checkStrings,
    onPush: checkStrings,
    continuous: checkStrings,
  },
  failureAlarm: { topic: checkTopic },
  pullPermissions: { as: ["outputs", "managed-policy"], attachToRoles: checkStrings },
  tags: checkObject,
  bypass: checkBoolean,
};

/** What cannot be left out. */
const REQUIRED = [
  "region",
  "account.id",
  ...STATE.required,
  "organizationAccess.repositories",
  "scanning.type",
  "failureAlarm.topic",
  "pullPermissions.as",
];

/** Where one of the properties is needed, and two would contradict one another. */
const ONE_OF = {
  expiry: ["days", "images"],
  ...STATE.oneOf,
  "organizationAccess.only": ["organizationalUnits", "accounts"],
};

/** Reports what does not have the form of a stack's properties, and returns what has. */
export function checkKnownProperties(
  scope: Construct,
  props: PullThroughCacheStackProps,
): Partial<PullThroughCacheStackProps> {
  return checkForm(scope, props, { shape: STACK, required: REQUIRED, oneOf: ONE_OF });
}
