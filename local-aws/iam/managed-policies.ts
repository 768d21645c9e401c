import { notImplemented } from "../aws-error";
import { uniqueId } from "../identifiers";
import { type CallContext, changes, reads } from "../operation";
import { boolean, oneOf, string, structure } from "../shape";
import { checkTags } from "../tags";
import { checkIdentityPolicy, documentSize, policyDocument } from "./documents";
import { conflict, identitiesOf, type ManagedPolicy, noSuchEntity } from "./identity-store";
import { listed, paging, path, policyArn, policyName } from "./members";
import { identityTagOperations, tagErrors, tagList } from "./tags";

const POLICY_SIZE = 6144;

const usage = oneOf("PermissionsPolicy", "PermissionsBoundary");

const onePolicy = structure({ PolicyArn: policyArn }, ["PolicyArn"]);

const tags = identityTagOperations("PolicyArn", policyArn, policyAt);

export const managedPolicyOperations = {
  CreatePolicy: changes(
    structure(
      {
        PolicyName: policyName,
        Path: path,
        PolicyDocument: policyDocument,
        Description: string({ max: 1000 }),
        Tags: tagList,
      },
      ["PolicyName", "PolicyDocument"],
    ),
    (input, call) => {
      const { policies } = identitiesOf(call);
      checkManagedPolicy(input.PolicyDocument, call);
      checkTags(input.Tags ?? [], tagErrors);
      const taken = input.PolicyName.toLowerCase();
      if ([...policies.values()].some(({ name }) => name.toLowerCase() === taken)) {
        throw conflict(
          "EntityAlreadyExists",
          `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
        );
      }
      const policyPath = input.Path ?? "/";
      const now = new Date();
      const policy: ManagedPolicy = {
        name: input.PolicyName,
        path: policyPath,
        id: uniqueId("ANPA"),
        arn: `arn:${call.partition}:iam::${call.accountId}:policy${policyPath}${input.PolicyName}`,
        description: input.Description || undefined,
        createDate: now,
        updateDate: now,
        defaultVersionId: "v1",
        lastVersion: 1,
        versions: new Map([["v1", { id: "v1", document: input.PolicyDocument, createDate: now }]]),
        tags: input.Tags ?? [],
      };
      policies.set(policy.arn, policy);
      return { Policy: describe(policy, call) };
    },
  ),

  GetPolicy: reads(onePolicy, (input, call) => ({
    Policy: describe(policyAt(input.PolicyArn, call), call),
  })),

  DeletePolicy: changes(onePolicy, (input, call) => {
    const policy = policyAt(input.PolicyArn, call);
    if (rolesWith(policy.arn, call).length + rolesWithin(policy.arn, call).length > 0) {
      throw conflict("DeleteConflict", "Cannot delete a policy attached to entities.");
    }
    if (policy.versions.size > 1) {
      throw conflict(
        "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    identitiesOf(call).policies.delete(policy.arn);
    return undefined;
  }),

  TagPolicy: tags.add,
  UntagPolicy: tags.remove,
  ListPolicyTags: tags.list,

  /** Lists customer managed policies only: this server does not have the AWS managed ones. */
  ListPolicies: reads(
    structure({
      Scope: oneOf("All", "AWS", "Local"),
      OnlyAttached: boolean(),
      PathPrefix: path,
      PolicyUsageFilter: usage,
      ...paging,
    }),
    (input, call) => {
      if (input.Scope !== "Local") throw notImplemented("iam:ListPolicies of any Scope but Local");
      const policies = [...identitiesOf(call).policies.values()]
        .filter((policy) => policy.path.startsWith(input.PathPrefix ?? "/"))
        .map((policy) => ({ ...describe(policy, call), Tags: undefined, Description: undefined }))
        .filter(({ AttachmentCount: attached, PermissionsBoundaryUsageCount: bounding }) => {
          const uses = {
            PermissionsPolicy: attached,
            PermissionsBoundary: bounding,
            any: attached + bounding,
          }[input.PolicyUsageFilter ?? "any"];
          return !(input.OnlyAttached || input.PolicyUsageFilter) || uses > 0;
        });
      return listed("Policies", policies, input);
    },
  ),

  ListEntitiesForPolicy: reads(
    structure(
      {
        PolicyArn: policyArn,
        EntityFilter: oneOf("User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"),
        PolicyUsageFilter: usage,
        ...paging,
      },
      ["PolicyArn"],
    ),
    (input, call) => {
      const { arn } = policyAt(input.PolicyArn, call);
      const uses = [
        ...(input.PolicyUsageFilter !== "PermissionsBoundary" ? rolesWith(arn, call) : []),
        ...(input.PolicyUsageFilter !== "PermissionsPolicy" ? rolesWithin(arn, call) : []),
      ];
      const roles = ["User", "Group"].includes(input.EntityFilter ?? "") ? [] : new Set(uses);
      const named = [...roles].map(({ name, id }) => ({ RoleName: name, RoleId: id }));
      return { ...listed("PolicyRoles", named, input), PolicyGroups: [], PolicyUsers: [] };
    },
  ),
};

/** AWS managed policies are known by ARN only: they can be attached, but not read. */
export function isAwsManaged(arn: string): boolean {
  return /^arn:aws[\w-]*:iam::aws:policy\/[\w+=,.@/-]+$/.test(arn);
}

/** @throws AwsError when the account has no such policy. */
export function policyAt(arn: string, call: CallContext): ManagedPolicy {
  const policy = identitiesOf(call).policies.get(arn);
  if (policy) return policy;
  if (isAwsManaged(arn)) throw notImplemented(`reading the AWS managed policy ${arn}`);
  throw noSuchEntity(`Policy ${arn} was not found.`);
}

export function checkManagedPolicy(document: string, call: CallContext): void {
  checkIdentityPolicy(document, "managed", call);
  if (documentSize(document) <= POLICY_SIZE) return;
  throw conflict("LimitExceeded", `Cannot exceed quota for PolicySize: ${POLICY_SIZE}`);
}

function rolesWith(arn: string, call: CallContext) {
  const { roles } = identitiesOf(call);
  return [...roles.values()].filter((role) => role.attachedPolicies.has(arn));
}

/** The roles whose permissions boundary a policy is. */
function rolesWithin(arn: string, call: CallContext) {
  const { roles } = identitiesOf(call);
  return [...roles.values()].filter((role) => role.permissionsBoundary === arn);
}

function describe(policy: ManagedPolicy, call: CallContext) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: rolesWith(policy.arn, call).length,
    PermissionsBoundaryUsageCount: rolesWithin(policy.arn, call).length,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createDate,
    UpdateDate: policy.updateDate,
    Tags: policy.tags,
  };
}
