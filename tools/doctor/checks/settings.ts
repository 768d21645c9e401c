import { SETTINGS } from "../../deployment/refusals";
import { hasRegistrySettings, readRegistrySettings } from "../../deployment/registry-settings";
import { settingsOfOthers } from "../../deployment/settings-of-others";
import { NOTHING_DEPLOYED } from "../../deployment/state-file";
import { readStackState } from "../../deployment/state-reader";
import type { RequestLimits } from "../../network/request-limits";
import { readVariableValues } from "../../terraform/variable-values";
import { type Finding, finding, findingsOf } from "../finding";
import type { Registry } from "../registry";
import type { DeployableStack } from "../targets";

/** Whether a deployment of the app's stack would replace what others have set on the registry. */
export async function checkSettings(
  { aws, rules }: Registry,
  stack: DeployableStack | undefined,
  limits: RequestLimits,
): Promise<readonly Finding[]> {
  if (!stack || !hasRegistrySettings(stack)) return [];
  return findingsOf("registry settings", async () => {
    const live = await readRegistrySettings(aws);
    const state = await readStackState(stack, process.env, limits);
    const deployed = state.kind === "read" ? state.deployed : NOTHING_DEPLOYED;
    const given = await readVariableValues(stack.root, process.env);
    const others = await settingsOfOthers(stack, live, deployed, given);
    if (others.length === 0) return [];
    // Where the stack is deployed, and its state is elsewhere, nobody here knows whose they are.
    const isKnown = state.kind === "read" && (deployed.types.size > 0 || rules.length === 0);
    const there = others.map(({ kind, lost }) => `${SETTINGS[kind]} (${lost.join("; ")})`);
    return [
      finding("settings-of-others", {
        where: "registry settings",
        ...(!isKnown && { severity: "note" }),
        cause: `${there.join(" and ")}: ${isKnown ? "it is not in the state of" : "no state that can be read here has it, so it may not be of"} ${stack.name}, and a deployment would replace it`,
        fix: `npx cdktf diff ${stack.name} says the ways on`,
      }),
    ];
  });
}
