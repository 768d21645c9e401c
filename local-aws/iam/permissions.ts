import type { CallContext } from "../operation";
import {
  type ConditionKeys,
  type Input,
  on,
  onAllResources,
  type Permissions,
  stringMember,
  tagging,
} from "../permission";
import { identitiesOf } from "./identity-store";

/** The ARN of a role includes its path, which a request that names the role does not. */
const role = (input: Input, context: CallContext) => {
  const name = stringMember(input, "RoleName");
  const found = identitiesOf(context).roles.get(name.toLowerCase());
  return found?.arn ?? own(`role${stringMember(input, "Path") || "/"}${name}`, context);
};
const policy = (input: Input) => stringMember(input, "PolicyArn");
const newPolicy = (input: Input, context: CallContext) =>
  own(`policy${stringMember(input, "Path") || "/"}${stringMember(input, "PolicyName")}`, context);
const provider = (input: Input) => stringMember(input, "OpenIDConnectProviderArn");
const newProvider = (input: Input, context: CallContext) =>
  own(`oidc-provider/${stringMember(input, "Url").replace(/^https:\/\//, "")}`, context);

/** The boundary that a role has, as a condition key; one without a boundary lacks the key. */
const boundary = (input: Input, context: CallContext): ConditionKeys => {
  const name = stringMember(input, "RoleName").toLowerCase();
  return boundaryKey(identitiesOf(context).roles.get(name)?.permissionsBoundary);
};
/** The boundary that a role is to have. */
const newBoundary = (input: Input): ConditionKeys =>
  boundaryKey(stringMember(input, "PermissionsBoundary"));
const boundaryKey = (arn: string | undefined): ConditionKeys =>
  arn ? { "iam:PermissionsBoundary": arn } : {};

/** An action on a role, with condition keys. */
const onRole =
  (...keys: readonly ((input: Input, context: CallContext) => ConditionKeys)[]): Permissions =>
  (action, input, context) => [
    {
      action,
      resource: role(input, context),
      keys: Object.assign({}, ...keys.map((one) => one(input, context))),
    },
  ];
const attached = (input: Input): ConditionKeys => ({ "iam:PolicyARN": policy(input) });

export const iamPermissions: Readonly<Record<string, Permissions>> = {
  CreateRole: (action, input, context) => [
    ...onRole(newBoundary)(action, input, context),
    ...tagging("iam:TagRole", role)(action, input, context),
  ],
  GetRole: onRole(boundary),
  UpdateRole: onRole(boundary),
  UpdateRoleDescription: onRole(boundary),
  UpdateAssumeRolePolicy: onRole(boundary),
  PutRolePermissionsBoundary: onRole(newBoundary),
  DeleteRolePermissionsBoundary: onRole(boundary),
  DeleteRole: onRole(boundary),
  TagRole: on(role),
  UntagRole: on(role),
  ListRoleTags: on(role),
  ListRoles: onAllResources,
  ListInstanceProfilesForRole: on(role),
  PutRolePolicy: onRole(boundary),
  GetRolePolicy: on(role),
  DeleteRolePolicy: onRole(boundary),
  ListRolePolicies: on(role),
  AttachRolePolicy: onRole(attached, boundary),
  DetachRolePolicy: onRole(attached, boundary),
  ListAttachedRolePolicies: on(role),
  CreatePolicy: on(newPolicy, tagging("iam:TagPolicy", newPolicy)),
  GetPolicy: on(policy),
  DeletePolicy: on(policy),
  TagPolicy: on(policy),
  UntagPolicy: on(policy),
  ListPolicyTags: on(policy),
  ListPolicies: onAllResources,
  ListEntitiesForPolicy: on(policy),
  CreatePolicyVersion: on(policy),
  GetPolicyVersion: on(policy),
  DeletePolicyVersion: on(policy),
  SetDefaultPolicyVersion: on(policy),
  ListPolicyVersions: on(policy),
  CreateOpenIDConnectProvider: on(
    newProvider,
    tagging("iam:TagOpenIDConnectProvider", newProvider),
  ),
  GetOpenIDConnectProvider: on(provider),
  DeleteOpenIDConnectProvider: on(provider),
  ListOpenIDConnectProviders: onAllResources,
  ListOpenIDConnectProviderTags: on(provider),
  TagOpenIDConnectProvider: on(provider),
  UntagOpenIDConnectProvider: on(provider),
  UpdateOpenIDConnectProviderThumbprint: on(provider),
  AddClientIDToOpenIDConnectProvider: on(provider),
  RemoveClientIDFromOpenIDConnectProvider: on(provider),
  SimulatePrincipalPolicy: on((input) => stringMember(input, "PolicySourceArn")),
};

function own(resource: string, { partition, accountId }: CallContext): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}
