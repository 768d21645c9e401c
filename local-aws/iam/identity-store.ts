import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { accountSlot } from "../state";
import type { Tag } from "../tags";
import type { OidcProvider } from "./oidc-provider";

export interface Role {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createDate: Date;
  trustPolicy: string;
  description: string | undefined;
  maxSessionDuration: number;
  tags: readonly Tag[];
  /** Documents by policy name. */
  readonly inlinePolicies: Map<string, string>;
  /** The ARNs of AWS managed and customer managed policies. */
  readonly attachedPolicies: Set<string>;
  /** The ARN of the managed policy beyond which the role's own policies have no effect. */
  permissionsBoundary: string | undefined;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createDate: Date;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly createDate: Date;
  updateDate: Date;
  defaultVersionId: string;
  /** The highest version number so far: numbers are never reused. */
  lastVersion: number;
  readonly versions: Map<string, PolicyVersion>;
  tags: readonly Tag[];
}

/** The identities of one account, in every Region. */
export interface IdentityStore {
  /** By name in lower case, because names that differ only in case are the same name. */
  readonly roles: Map<string, Role>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProvider>;
  /** The services whose service-linked role has been created. */
  readonly linkedServices: Set<string>;
}

export const identityStores = accountSlot(
  (): IdentityStore => ({
    roles: new Map(),
    policies: new Map(),
    oidcProviders: new Map(),
    linkedServices: new Set(),
  }),
);

type Account = Pick<CallContext, "state" | "accountId">;

/** The identities of an account. A call stands for its caller's account. */
export const identitiesOf = ({ state, accountId }: Account): IdentityStore =>
  state.get(identityStores, { accountId });

export function roleWithArn(arn: string, account: Account): Role | undefined {
  return [...identitiesOf(account).roles.values()].find((role) => role.arn === arn);
}

/** IAM's error for an entity that does not exist. */
export function noSuchEntity(message: string): AwsError {
  return new AwsError("NoSuchEntity", message, { status: 404 });
}

/** IAM's error for a request that conflicts with the current state. */
export function conflict(
  code: "EntityAlreadyExists" | "DeleteConflict" | "LimitExceeded",
  message: string,
): AwsError {
  return new AwsError(code, message, { status: 409 });
}
