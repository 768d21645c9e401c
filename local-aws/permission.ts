import type { CallContext } from "./operation";

/** The values of a request's condition keys, by key. */
export type ConditionKeys = Readonly<Record<string, string>>;

/** An action on a resource that IAM must allow before an operation runs. */
export interface Permission {
  /** As in a policy: `events:PutRule`. */
  readonly action: string;
  /** An ARN, or "*" for an action that does not support resource-level permissions. */
  readonly resource: string;
  /** The condition keys of this call alone; every call also has its Region and its principal. */
  readonly keys?: ConditionKeys;
}

/** The members of a request. Permissions only read names and ARNs. */
export type Input = Readonly<Record<string, unknown>>;

/**
 * The permissions that an operation requires. The first is usually named after the operation.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export type Permissions = (
  /** `service:Operation` */
  call: string,
  input: Input,
  context: CallContext,
) => readonly Permission[];

type ResourceOf = (input: Input, context: CallContext) => string;

/** No permission is required. */
export const noPermission: Permissions = () => [];

/** An action that does not support resource-level permissions. */
export const onAllResources: Permissions = (action) => [{ action, resource: "*" }];

/** The action named after the operation, on one resource, and other permissions. */
export const on =
  (resourceOf: ResourceOf, ...others: readonly Permissions[]): Permissions =>
  (action, input, context) => [
    { action, resource: resourceOf(input, context) },
    ...others.flatMap((other) => other(action, input, context)),
  ];

/** The additional permission of a call that creates a resource and tags it. */
export const tagging =
  (action: string, resourceOf: ResourceOf, member: "Tags" | "tags" = "Tags"): Permissions =>
  (_, input, context) => {
    const tags = input[member];
    return Array.isArray(tags) && tags.length > 0
      ? [{ action, resource: resourceOf(input, context) }]
      : [];
  };

/** The additional permission of a call that passes a role to a service. */
export const passing =
  (member: string, service: string): Permissions =>
  (_, input) => {
    const role = stringMember(input, member);
    const keys = { "iam:PassedToService": service };
    return role === "" ? [] : [{ action: "iam:PassRole", resource: role, keys }];
  };

/** The value of a string member, or an empty string when it is absent. */
export function stringMember(input: Input, member: string): string {
  const value = input[member];
  return typeof value === "string" ? value : "";
}
