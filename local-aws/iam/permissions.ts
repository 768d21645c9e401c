import type { CallContext } from "../operation";
import { type Input, on, onAnything, type Permissions, tagging, text } from "../permission";
import { identitiesOf } from "./identity-store";

/** Who asks for a role by its name is asked about the role with its path. */
const role = (input: Input, context: CallContext) => {
  const name = text(input, "RoleName");
  const found = identitiesOf(context).roles.get(name.toLowerCase());
  return found?.arn ?? own(`role${text(input, "Path") || "/"}${name}`, context);
};
const policy = (input: Input) => text(input, "PolicyArn");
const newPolicy = (input: Input, context: CallContext) =>
  own(`policy${text(input, "Path") || "/"}${text(input, "PolicyName")}`, context);
const provider = (input: Input) => text(input, "OpenIDConnectProviderArn");
const newProvider = (input: Input, context: CallContext) =>
  own(`oidc-provider/${text(input, "Url").replace(/^https:\/\//, "")}`, context);

/** Attaching is allowed on a role; which policy is a matter of conditions. */
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
  ListRoles: onAnything,
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
  ListPolicies: onAnything,
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
  ListOpenIDConnectProviders: onAnything,
  ListOpenIDConnectProviderTags: on(provider),
  TagOpenIDConnectProvider: on(provider),
  UntagOpenIDConnectProvider: on(provider),
  UpdateOpenIDConnectProviderThumbprint: on(provider),
  AddClientIDToOpenIDConnectProvider: on(provider),
  RemoveClientIDFromOpenIDConnectProvider: on(provider),
  SimulatePrincipalPolicy: on((input) => text(input, "PolicySourceArn")),
};

function own(resource: string, { partition, accountId }: CallContext): string {
  return `arn:${partition}:iam::${accountId}:${resource}`;
}
