import type { CallContext } from "./operation";

/** What a call tells about itself, for the conditions of policies, by key. */
export type ConditionKeys = Readonly<Record<string, string>>;

/** One thing that IAM must allow before an operation runs. */
export interface Permission {
  /** As in a policy: `events:PutRule`. */
  readonly action: string;
  /** An ARN; "*" where AWS does not tell resources apart for the action. */
  readonly resource: string;
  /** What only this call has; every call has its Region and its principal. */
  readonly keys?: ConditionKeys;
}

/** The members of a request, of which permissions look at names and ARNs only. */
export type Input = Readonly<Record<string, unknown>>;

/**
 * The permissions that one operation needs, the first of which bears the operation's own name.
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

/** AWS asks nobody: every caller may. */
export const free: Permissions = () => [];

/** An action for which AWS does not tell resources apart. */
export const onAnything: Permissions = (action) => [{ action, resource: "*" }];

/** The action of the operation's own name, on one resource, and whatever else the call needs. */
export const on =
  (resourceOf: ResourceOf, ...others: readonly Permissions[]): Permissions =>
  (action, input, context) => [
    { action, resource: resourceOf(input, context) },
    ...others.flatMap((other) => other(action, input, context)),
  ];

/** What a call that creates a resource needs in addition when it tags the resource. */
export const tagging =
  (action: string, resourceOf: ResourceOf, member: "Tags" | "tags" = "Tags"): Permissions =>
  (_, input, context) => {
    const tags = input[member];
    return Array.isArray(tags) && tags.length > 0
      ? [{ action, resource: resourceOf(input, context) }]
      : [];
  };

/** What a call needs besides when it hands a role to a service. */
export const passing =
  (member: string, service: string): Permissions =>
  (_, input) => {
    const role = text(input, member);
    const keys = { "iam:PassedToService": service };
    return role === "" ? [] : [{ action: "iam:PassRole", resource: role, keys }];
  };

/** A member that is text; empty where it was left out. */
export function text(input: Input, member: string): string {
  const value = input[member];
  return typeof value === "string" ? value : "";
}
