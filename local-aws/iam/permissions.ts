import type { CallContext } from "../operation";
import {
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

/** The resource is the role; the policy that is attached is a condition key. */
const attaching: Permissions = (action, input, context) => [
  { action, resource: role(input, context), keys: { "iam:PolicyARN": policy(input) } },
];

export const iamPermissions: Readonly<Record<string, Permissions>> = {
  CreateRole: on(role, tagging("iam:TagRole", role)),
  GetRole: on(role),
  UpdateRole: on(role),
  UpdateRoleDescription: on(role),
  UpdateAssumeRolePolicy: on(role),
  DeleteRole: on(role),
  TagRole: on(role),
  UntagRole: on(role),
  ListRoleTags: on(role),
  ListRoles: onAllResources,
  ListInstanceProfilesForRole: on(role),
  PutRolePolicy: on(role),
  GetRolePolicy: on(role),
  DeleteRolePolicy: on(role),
  ListRolePolicies: on(role),
  AttachRolePolicy: attaching,
  DetachRolePolicy: attaching,
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
