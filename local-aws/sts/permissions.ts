import { free, on, type Permissions, text } from "../permission";

export const stsPermissions: Readonly<Record<string, Permissions>> = {
  GetCallerIdentity: free,
  AssumeRole: on((input) => text(input, "RoleArn")),
  // Who comes with a token is nobody yet, so that there is no identity to ask: the role decides.
  AssumeRoleWithWebIdentity: free,
};
