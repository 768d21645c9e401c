import { type CallContext, changes, reads } from "../operation";
import { boolean, string, structure } from "../shape";
import { encodeDocument, policyDocument } from "./documents";
import { conflict, type ManagedPolicy, noSuchEntity, type PolicyVersion } from "./identity-store";
import { checkManagedPolicy, policyAt } from "./managed-policies";
import { listed, paging, policyArn } from "./members";

const VERSIONS_PER_POLICY = 5;

const versionId = string({ pattern: /v[1-9][0-9]*(\.[A-Za-z0-9-]*)?/ });
const oneVersion = structure({ PolicyArn: policyArn, VersionId: versionId }, [
  "PolicyArn",
  "VersionId",
]);

export const policyVersionOperations = {
  CreatePolicyVersion: changes(
    structure({ PolicyArn: policyArn, PolicyDocument: policyDocument, SetAsDefault: boolean() }, [
      "PolicyArn",
      "PolicyDocument",
    ]),
    (input, call) => {
      const policy = policyAt(input.PolicyArn, call);
      checkManagedPolicy(input.PolicyDocument, call);
      if (policy.versions.size >= VERSIONS_PER_POLICY) {
        throw conflict(
          "LimitExceeded",
          `A managed policy can have up to ${VERSIONS_PER_POLICY} versions. Before you create a new version, you must delete an existing version.`,
        );
      }
      policy.lastVersion += 1;
      const version: PolicyVersion = {
        id: `v${policy.lastVersion}`,
        document: input.PolicyDocument,
        createDate: new Date(),
      };
      policy.versions.set(version.id, version);
      if (input.SetAsDefault) policy.defaultVersionId = version.id;
      policy.updateDate = version.createDate;
      return { PolicyVersion: { ...describe(version, policy), Document: undefined } };
    },
  ),

  GetPolicyVersion: reads(oneVersion, (input, call) => {
    const { policy, version } = find(input, call);
    return { PolicyVersion: describe(version, policy) };
  }),

  DeletePolicyVersion: changes(oneVersion, (input, call) => {
    const { policy, version } = find(input, call);
    if (version.id === policy.defaultVersionId) {
      throw conflict("DeleteConflict", "Cannot delete the default version of a policy.");
    }
    policy.versions.delete(version.id);
    return undefined;
  }),

  SetDefaultPolicyVersion: changes(oneVersion, (input, call) => {
    const { policy, version } = find(input, call);
    policy.defaultVersionId = version.id;
    policy.updateDate = new Date();
    return undefined;
  }),

  ListPolicyVersions: reads(
    structure({ PolicyArn: policyArn, ...paging }, ["PolicyArn"]),
    (input, call) => {
      const policy = policyAt(input.PolicyArn, call);
      const versions = [...policy.versions.values()]
        .reverse()
        .map((version) => ({ ...describe(version, policy), Document: undefined }));
      return listed("Versions", versions, input);
    },
  ),
};

function find(
  input: { readonly PolicyArn: string; readonly VersionId: string },
  call: CallContext,
): { policy: ManagedPolicy; version: PolicyVersion } {
  const policy = policyAt(input.PolicyArn, call);
  const version = policy.versions.get(input.VersionId);
  if (version) return { policy, version };
  throw noSuchEntity(
    `Policy ${policy.arn} version ${input.VersionId} does not exist or is not attachable.`,
  );
}

function describe(version: PolicyVersion, policy: ManagedPolicy) {
  return {
    Document: encodeDocument(version.document),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: version.createDate,
  };
}
