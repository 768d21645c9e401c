import { invalidParameter } from "../error-format";
import { type CallContext, changes, reads } from "../operation";
import { string, structure } from "../shape";
import { type Registry, registryOf } from "./registry";

interface AccountSetting {
  /** The values that PutAccountSetting accepts. */
  readonly values: readonly string[];
  readonly initial: string;
}

/** Only a registry that has never left scope V1 has it: the API does not allow a return to V1. */
const SETTINGS: Readonly<Record<string, AccountSetting>> = {
  BASIC_SCAN_TYPE_VERSION: { values: ["AWS_NATIVE"], initial: "AWS_NATIVE" },
  BLOB_MOUNTING: { values: ["ENABLED", "DISABLED"], initial: "DISABLED" },
  REGISTRY_POLICY_SCOPE: { values: ["V2"], initial: "V2" },
};

const name = string({ min: 1, max: 64 });

export const accountSettingOperations = {
  PutAccountSetting: changes(
    structure({ name, value: string() }, ["name", "value"]),
    (input, call) => {
      const { values } = knownSetting(input.name);
      if (!values.includes(input.value)) {
        throw invalidParameter(
          "value",
          `Member must satisfy enum value set: [${values.join(", ")}]`,
        );
      }
      registryOf(call).accountSettings.set(input.name, input.value);
      return { name: input.name, value: input.value };
    },
  ),

  GetAccountSetting: reads(structure({ name }, ["name"]), (input, call) => ({
    name: input.name,
    value: accountSetting(input.name, call),
  })),
};

/** The current value of an account setting in the caller's registry. */
export function accountSetting(setting: string, call: CallContext): string {
  const registry = registryOf(call);
  return registry.accountSettings.get(setting) ?? initialSetting(setting, registry);
}

/** The value of an account setting that has not been changed. */
export function initialSetting(setting: string, registry: Registry): string {
  const { initial } = knownSetting(setting);
  return setting === "REGISTRY_POLICY_SCOPE" ? registry.initialPolicyScope : initial;
}

function knownSetting(setting: string): AccountSetting {
  const known = Object.hasOwn(SETTINGS, setting) ? SETTINGS[setting] : undefined;
  if (known) return known;
  const names = Object.keys(SETTINGS).join(", ");
  throw invalidParameter("name", `Member must satisfy enum value set: [${names}]`);
}
