import { invalidParameter } from "../error-format";
import { createServiceLinkedRole } from "../iam/service-linked-role";
import { changes, reads } from "../operation";
import { list, oneOf, string, structure } from "../shape";
import { registryOf } from "./registry";
import { INSPECTOR_ROLE } from "./service-linked-roles";

const filter = structure(
  {
    filter: string({
      min: 1,
      max: 255,
      pattern: /[a-z0-9*]+(?:[._\-/][a-z0-9*]+)*/,
      printedPattern: "^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$",
    }),
    filterType: oneOf("WILDCARD"),
  },
  ["filter", "filterType"],
);

const rule = structure(
  {
    scanFrequency: oneOf("SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"),
    repositoryFilters: list(filter, { max: 100 }),
  },
  ["scanFrequency", "repositoryFilters"],
);

/** No rule can request manual scanning, which applies to repositories that no rule matches. */
const FREQUENCIES = {
  BASIC: ["SCAN_ON_PUSH"],
  ENHANCED: ["SCAN_ON_PUSH", "CONTINUOUS_SCAN"],
};

export const registryScanningOperations = {
  /** Replaces the whole configuration; omitted members return to their defaults. */
  PutRegistryScanningConfiguration: changes(
    structure({ scanType: oneOf("BASIC", "ENHANCED"), rules: list(rule, { max: 2 }) }),
    ({ scanType = "BASIC", rules = [] }, call) => {
      const frequencies = rules.map(({ scanFrequency }) => scanFrequency);
      const unsupported = frequencies.find((one) => !FREQUENCIES[scanType].includes(one));
      if (unsupported !== undefined) {
        throw invalidParameter(
          "rules",
          `scan frequency ${unsupported} is not supported for scan type ${scanType}`,
        );
      }
      if (new Set(frequencies).size !== frequencies.length) {
        throw invalidParameter("rules", "scan frequencies must be unique");
      }
      const registryScanningConfiguration = { scanType, rules };
      registryOf(call).scanning = registryScanningConfiguration;
      if (scanType === "ENHANCED") createServiceLinkedRole(INSPECTOR_ROLE, call);
      return { registryScanningConfiguration };
    },
  ),

  GetRegistryScanningConfiguration: reads(structure({}), (_, call) => ({
    registryId: call.accountId,
    scanningConfiguration: registryOf(call).scanning,
  })),
};
