import { changes, reads } from "../operation";
import { structure } from "../shape";
import { checkIdentityPolicy, documentSize, encodeDocument, policyDocument } from "./documents";
import { conflict, identitiesOf, noSuchEntity } from "./identity-store";
import { isAwsManaged, policyAt } from "./managed-policies";
import { listed, paging, path, policyArn, policyName, roleName } from "./members";
import { roleNamed } from "./roles";

const INLINE_POLICIES_SIZE = 10240;
const ATTACHED_POLICIES = 10;

const oneInline = structure({ RoleName: roleName, PolicyName: policyName }, [
  "RoleName",
  "PolicyName",
]);
const oneAttachment = structure({ RoleName: roleName, PolicyArn: policyArn }, [
  "RoleName",
  "PolicyArn",
]);

export const rolePolicyOperations = {
  PutRolePolicy: changes(
    structure({ RoleName: roleName, PolicyName: policyName, PolicyDocument: policyDocument }, [
      "RoleName",
      "PolicyName",
      "PolicyDocument",
    ]),
    (input, call) => {
      const role = roleNamed(input.RoleName, call);
      checkIdentityPolicy(input.PolicyDocument, "inline", call);
      const all = new Map(role.inlinePolicies).set(input.PolicyName, input.PolicyDocument);
      const size = [...all.values()].reduce((sum, document) => sum + documentSize(document), 0);
      if (size > INLINE_POLICIES_SIZE) {
        throw conflict(
          "LimitExceeded",
          `Maximum policy size of ${INLINE_POLICIES_SIZE} bytes exceeded for role ${role.name}`,
        );
      }
      role.inlinePolicies.set(input.PolicyName, input.PolicyDocument);
      return undefined;
    },
  ),

  GetRolePolicy: reads(oneInline, (input, call) => {
    const role = roleNamed(input.RoleName, call);
    const document = role.inlinePolicies.get(input.PolicyName);
    if (document === undefined) throw noInlinePolicy(input.PolicyName);
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeDocument(document),
    };
  }),

  DeleteRolePolicy: changes(oneInline, (input, call) => {
    const role = roleNamed(input.RoleName, call);
    if (!role.inlinePolicies.delete(input.PolicyName)) throw noInlinePolicy(input.PolicyName);
    return undefined;
  }),

  ListRolePolicies: reads(
    structure({ RoleName: roleName, ...paging }, ["RoleName"]),
    (input, call) => {
      const names = [...roleNamed(input.RoleName, call).inlinePolicies.keys()];
      return listed("PolicyNames", names, input);
    },
  ),

  AttachRolePolicy: changes(oneAttachment, (input, call) => {
    const role = roleNamed(input.RoleName, call);
    const known = identitiesOf(call).policies.has(input.PolicyArn);
    if (!known && !isAwsManaged(input.PolicyArn)) {
      throw noSuchEntity(`Policy ${input.PolicyArn} does not exist or is not attachable.`);
    }
    const attached = new Set(role.attachedPolicies).add(input.PolicyArn);
    if (attached.size > ATTACHED_POLICIES) {
      throw conflict(
        "LimitExceeded",
        `Cannot exceed quota for PoliciesPerRole: ${ATTACHED_POLICIES}`,
      );
    }
    role.attachedPolicies.add(input.PolicyArn);
    return undefined;
  }),

  DetachRolePolicy: changes(oneAttachment, (input, call) => {
    const role = roleNamed(input.RoleName, call);
    if (role.attachedPolicies.delete(input.PolicyArn)) return undefined;
    throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
  }),

  ListAttachedRolePolicies: reads(
    structure({ RoleName: roleName, PathPrefix: path, ...paging }, ["RoleName"]),
    (input, call) => {
      const attached = [...roleNamed(input.RoleName, call).attachedPolicies]
        .map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf("/") + 1), PolicyArn: arn }))
        .filter(({ PolicyArn }) => pathOf(PolicyArn, call).startsWith(input.PathPrefix ?? "/"));
      return listed("AttachedPolicies", attached, input);
    },
  ),
};

function pathOf(arn: string, call: Parameters<typeof policyAt>[1]): string {
  return isAwsManaged(arn)
    ? arn.replace(/^.*:policy(\/.*\/|\/)[^/]+$/, "$1")
    : policyAt(arn, call).path;
}

function noInlinePolicy(name: string) {
  return noSuchEntity(`The role policy with name ${name} cannot be found.`);
}
