import { AwsError } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { string, structure } from "../shape";
import { accountSetting } from "./account-settings";
import { registryOf } from "./registry";
import { checkRegistryPolicy } from "./resource-policy";
import type { PolicyScope } from "./settings";

export const registryPolicyOperations = {
  PutRegistryPolicy: changes(
    structure({ policyText: string({ max: 10240 }) }, ["policyText"]),
    ({ policyText }, call) => {
      const scope = accountSetting("REGISTRY_POLICY_SCOPE", call) as PolicyScope;
      checkRegistryPolicy(policyText, scope, call);
      registryOf(call).policyText = policyText;
      return { registryId: call.accountId, policyText };
    },
  ),

  GetRegistryPolicy: reads(structure({}), (_, call) => ({
    registryId: call.accountId,
    policyText: currentPolicy(call),
  })),

  DeleteRegistryPolicy: changes(structure({}), (_, call) => {
    const policyText = currentPolicy(call);
    registryOf(call).policyText = undefined;
    return { registryId: call.accountId, policyText };
  }),
};

function currentPolicy(call: CallContext): string {
  const { policyText } = registryOf(call);
  if (policyText !== undefined) return policyText;
  throw new AwsError(
    "RegistryPolicyNotFoundException",
    `Registry policy does not exist in the registry with id '${call.accountId}'`,
  );
}
