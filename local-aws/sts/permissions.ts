import { noPermission, on, type Permissions, stringMember } from "../permission";

export const stsPermissions: Readonly<Record<string, Permissions>> = {
  GetCallerIdentity: noPermission,
  AssumeRole: on((input) => stringMember(input, "RoleArn")),
  // A caller with a token has no identity-based policies yet: the trust policy decides.
  AssumeRoleWithWebIdentity: noPermission,
};
