import type { RegistryScanningConfiguration } from "@aws-sdk/client-ecr";
import type { Aws } from "../aws/connection";
import { unlessAbsent } from "../aws/unless-absent";
import type { SynthesizedStack } from "../terraform/synthesized-stack";

/** What AWS has once for each account and Region, and a deployment would replace without a word. */
export interface RegistrySettings {
  readonly accountId: string;
  readonly region: string;
  /** The registry's policy; nothing where there is none. */
  readonly policy: string | undefined;
  readonly policyScope: string | undefined;
  readonly scanning: RegistryScanningConfiguration;
}

const TYPES = ["aws_ecr_registry_policy", "aws_ecr_registry_scanning_configuration"];

/** Whether a stack makes a setting of which there is one for each account and Region. */
export function hasRegistrySettings({ json }: Pick<SynthesizedStack, "json">): boolean {
  return TYPES.some((type) => json.resource?.[type] !== undefined);
}

/**
 * Reads the settings of a registry.
 *
 * @throws what AWS answers to somebody who may not read them
 */
export async function readRegistrySettings(aws: Aws): Promise<RegistrySettings> {
  const { accountId, region, ecr } = aws;
  const [policy, scope, scanning] = await Promise.all([
    unlessAbsent("RegistryPolicyNotFoundException", ecr.getRegistryPolicy({})),
    ecr.getAccountSetting({ name: "REGISTRY_POLICY_SCOPE" }),
    ecr.getRegistryScanningConfiguration({}),
  ]);
  return {
    accountId,
    region,
    policy: policy?.policyText,
    policyScope: scope.value,
    scanning: scanning.scanningConfiguration ?? {},
  };
}
