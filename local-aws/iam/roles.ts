import { uniqueId } from "../identifiers";
import { type CallContext, changes, reads } from "../operation";
import { integer, string, structure } from "../shape";
import { checkTags } from "../tags";
import { checkTrustPolicy, documentSize, encodeDocument, policyDocument } from "./documents";
import { conflict, identitiesOf, noSuchEntity, type Role } from "./identity-store";
import { listed, paging, path, policyArn, roleName } from "./members";
import { checkBoundary } from "./permissions-boundary";
import { identityTagOperations, tagErrors, tagList } from "./tags";

const TRUST_POLICY_SIZE = 2048;
const ONE_HOUR = 3600;

const oneRole = structure({ RoleName: roleName }, ["RoleName"]);
const settings = {
  Description: string({ max: 1000 }),
  MaxSessionDuration: integer({ min: 3600, max: 43200 }),
};

const tags = identityTagOperations("RoleName", roleName, roleNamed);

export const roleOperations = {
  CreateRole: changes(
    structure(
      {
        Path: path,
        RoleName: roleName,
        AssumeRolePolicyDocument: policyDocument,
        PermissionsBoundary: policyArn,
        Tags: tagList,
        ...settings,
      },
      ["RoleName", "AssumeRolePolicyDocument"],
    ),
    (input, call) => {
      const { roles } = identitiesOf(call);
      checkTrust(input.AssumeRolePolicyDocument, call);
      checkTags(input.Tags ?? [], tagErrors);
      checkBoundary(input.PermissionsBoundary, call);
      if (roles.has(input.RoleName.toLowerCase())) {
        throw conflict("EntityAlreadyExists", `Role with name ${input.RoleName} already exists.`);
      }
      const rolePath = input.Path ?? "/";
      const role: Role = {
        name: input.RoleName,
        path: rolePath,
        id: uniqueId("AROA"),
        arn: `arn:${call.partition}:iam::${call.accountId}:role${rolePath}${input.RoleName}`,
        createDate: new Date(),
        trustPolicy: input.AssumeRolePolicyDocument,
        description: input.Description || undefined,
        maxSessionDuration: input.MaxSessionDuration ?? ONE_HOUR,
        tags: input.Tags ?? [],
        inlinePolicies: new Map(),
        attachedPolicies: new Set(),
        permissionsBoundary: input.PermissionsBoundary,
      };
      roles.set(role.name.toLowerCase(), role);
      return { Role: describe(role) };
    },
  ),

  GetRole: reads(oneRole, (input, call) => ({ Role: describe(roleNamed(input.RoleName, call)) })),

  UpdateRole: changes(
    structure({ RoleName: roleName, ...settings }, ["RoleName"]),
    (input, call) => {
      const role = roleNamed(input.RoleName, call);
      if (input.Description !== undefined) role.description = input.Description || undefined;
      role.maxSessionDuration = input.MaxSessionDuration ?? role.maxSessionDuration;
      return {};
    },
  ),

  /** Superseded by UpdateRole, but Terraform's AWS provider still calls it. */
  UpdateRoleDescription: changes(
    structure({ RoleName: roleName, Description: settings.Description }, [
      "RoleName",
      "Description",
    ]),
    (input, call) => {
      const role = roleNamed(input.RoleName, call);
      role.description = input.Description || undefined;
      return { Role: describe(role) };
    },
  ),

  UpdateAssumeRolePolicy: changes(
    structure({ RoleName: roleName, PolicyDocument: policyDocument }, [
      "RoleName",
      "PolicyDocument",
    ]),
    (input, call) => {
      const role = roleNamed(input.RoleName, call);
      checkTrust(input.PolicyDocument, call);
      role.trustPolicy = input.PolicyDocument;
      return undefined;
    },
  ),

  PutRolePermissionsBoundary: changes(
    structure({ RoleName: roleName, PermissionsBoundary: policyArn }, [
      "RoleName",
      "PermissionsBoundary",
    ]),
    (input, call) => {
      const role = roleNamed(input.RoleName, call);
      checkBoundary(input.PermissionsBoundary, call);
      role.permissionsBoundary = input.PermissionsBoundary;
      return undefined;
    },
  ),

  DeleteRolePermissionsBoundary: changes(oneRole, (input, call) => {
    roleNamed(input.RoleName, call).permissionsBoundary = undefined;
    return undefined;
  }),

  DeleteRole: changes(oneRole, (input, call) => {
    const role = roleNamed(input.RoleName, call);
    if (role.attachedPolicies.size > 0) {
      throw conflict("DeleteConflict", "Cannot delete entity, must detach all policies first.");
    }
    if (role.inlinePolicies.size > 0) {
      throw conflict("DeleteConflict", "Cannot delete entity, must delete policies first.");
    }
    identitiesOf(call).roles.delete(role.name.toLowerCase());
    return undefined;
  }),

  TagRole: tags.add,
  UntagRole: tags.remove,
  ListRoleTags: tags.list,

  ListRoles: reads(
    structure({ PathPrefix: string({ min: 1, max: 512, pattern: /\/[!-\u007F]*/ }), ...paging }),
    (input, call) => {
      const roles = [...identitiesOf(call).roles.values()]
        .filter((role) => role.path.startsWith(input.PathPrefix ?? "/"))
        // ListRoles returns neither tags nor boundaries, as in AWS.
        .map((role) => ({ ...describe(role), Tags: undefined, PermissionsBoundary: undefined }));
      return listed("Roles", roles, input);
    },
  ),

  /** Always empty: this server has no instance profiles. */
  ListInstanceProfilesForRole: reads(
    structure({ RoleName: roleName, ...paging }, ["RoleName"]),
    (input, call) => {
      roleNamed(input.RoleName, call);
      return listed("InstanceProfiles", [], input);
    },
  ),
};

/** @throws AwsError when there is no such role. */
export function roleNamed(name: string, call: CallContext): Role {
  const role = identitiesOf(call).roles.get(name.toLowerCase());
  if (role) return role;
  throw noSuchEntity(`The role with name ${name} cannot be found.`);
}

function checkTrust(document: string, call: CallContext): void {
  checkTrustPolicy(document, call);
  if (documentSize(document) <= TRUST_POLICY_SIZE) return;
  throw conflict("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_SIZE}`);
}

function describe(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createDate,
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    PermissionsBoundary: role.permissionsBoundary && {
      // The reference lists "PermissionsBoundaryPolicy" as its only value; IAM answers with this one.
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: role.permissionsBoundary,
    },
    Tags: role.tags.length > 0 ? role.tags : undefined,
  };
}
