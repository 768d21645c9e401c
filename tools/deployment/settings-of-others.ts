import type { RegistryScanningRule } from "@aws-sdk/client-ecr";
import { isObject } from "../../problems/value-type";
import type { Attributes, SynthesizedStack } from "../terraform/synthesized-stack";
import type { VariableValues } from "../terraform/variable-values";
import { missingStatements, nameOf, statementsIn } from "./policy-statements";
import type { RegistrySettings } from "./registry-settings";
import type { DeployedStack } from "./state-file";
import { wantedSetting, wantedStatements } from "./wanted-settings";

/** A setting that is there, that the stack's state does not have, and that a deployment would replace. */
export type SettingOfOthers =
  | {
      readonly kind: "policy";
      readonly address: string;
      /** What would be lost, a line for each statement. */
      readonly lost: readonly string[];
      /** The whole policy. */
      readonly policy: string;
      /** The policy scope, where the stack would change it too. */
      readonly scope?: string;
    }
  | {
      readonly kind: "scanning";
      readonly address: string;
      /** The type and the rules that are there, a line for each. */
      readonly lost: readonly string[];
    };

/**
 * What a deployment of a stack would replace that others made. What AWS has by default is nobody's;
 * what stays in force is not lost; and what the stack's author gives up by name is.
 */
export async function settingsOfOthers(
  stack: Pick<SynthesizedStack, "folder" | "json">,
  live: RegistrySettings,
  { types }: DeployedStack,
  given: VariableValues,
): Promise<SettingOfOthers[]> {
  const found = [await policyOfOthers(stack, live, given), scanningOfOthers(stack, live)];
  return found
    .filter((one) => one !== undefined)
    .filter(({ address }) => !types.has(typeOf(address)));
}

async function policyOfOthers(
  stack: Pick<SynthesizedStack, "folder" | "json">,
  { policy, policyScope, accountId }: RegistrySettings,
  given: VariableValues,
): Promise<SettingOfOthers | undefined> {
  const wanted = wantedSetting(stack, "aws_ecr_registry_policy");
  if (!wanted || wanted.replaces || wanted.imported || policy === undefined) return undefined;
  const kept = await wantedStatements(stack, wanted, accountId, given);
  const lost = missingStatements(statementsIn(policy), kept);
  if (lost.length === 0) return undefined;
  const scope = wantedSetting(stack, "aws_ecr_account_setting")?.attributes["value"];
  return {
    kind: "policy",
    address: wanted.address,
    lost: lost.map(nameOf),
    policy,
    ...(scope !== undefined && scope !== policyScope && { scope: `${policyScope} → ${scope}` }),
  };
}

function scanningOfOthers(
  stack: Pick<SynthesizedStack, "folder" | "json">,
  { scanning: { scanType = "BASIC", rules = [] } }: RegistrySettings,
): SettingOfOthers | undefined {
  const wanted = wantedSetting(stack, "aws_ecr_registry_scanning_configuration");
  if (!wanted || wanted.replaces || wanted.imported) return undefined;
  if (scanType === "BASIC" && rules.length === 0) return undefined;
  const kept = new Set(filtersOf(wanted.attributes));
  const isLost = rules.flatMap(liveFilters).some((filter) => !kept.has(filter));
  if (wanted.attributes["scan_type"] === scanType && !isLost) return undefined;
  const lines = rules.map(
    ({ scanFrequency, repositoryFilters = [] }) =>
      `${scanFrequency}: ${repositoryFilters.map(({ filter }) => filter).join(", ")}`,
  );
  return { kind: "scanning", address: wanted.address, lost: [`type ${scanType}`, ...lines] };
}

function liveFilters({ scanFrequency, repositoryFilters = [] }: RegistryScanningRule): string[] {
  return repositoryFilters.map(({ filter }) => `${scanFrequency} ${filter}`);
}

/** The same of the rules in Terraform's JSON. */
function filtersOf({ rule }: Attributes): string[] {
  return [rule ?? []]
    .flat()
    .filter(isObject)
    .flatMap(({ scan_frequency, repository_filter }) =>
      [repository_filter ?? []]
        .flat()
        .filter(isObject)
        .map(({ filter }) => `${scan_frequency} ${filter}`),
    );
}

function typeOf(address: string): string {
  return address.slice(0, address.indexOf("."));
}
