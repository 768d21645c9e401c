import { notImplemented } from "../aws-error";
import { reads } from "../operation";
import { page } from "../pagination";
import { boolean, type Infer, integer, list, oneOf, string, structure } from "../shape";
import type { Secret } from "./secret";
import { storeOf } from "./secret-reference";
import { description } from "./secrets";

const filter = structure({
  Key: oneOf("name", "description", "tag-key", "tag-value", "all"),
  Values: list(string({ max: 512 }), { min: 1, max: 10 }),
});

export const secretListOperations = {
  ListSecrets: reads(
    structure({
      IncludePlannedDeletion: boolean(),
      MaxResults: integer({ min: 1, max: 100 }),
      NextToken: string({ min: 1, max: 4096 }),
      Filters: list(filter, { max: 10 }),
      SortOrder: oneOf("asc", "desc"),
    }),
    (input, call) => {
      const filters = (input.Filters ?? []).map(complete);
      const found = storeOf(call)
        .all()
        .filter(({ deletionDate }) => input.IncludePlannedDeletion || !deletionDate)
        .filter((secret) => filters.every(({ key, values }) => matches(secret, key, values)));
      // Newest first, as AWS lists them.
      if (input.SortOrder !== "asc") found.reverse();
      const { items, nextToken } = page(found, input.MaxResults ?? 100, input.NextToken);
      const SecretList = items.map((secret) => ({
        ...description(secret),
        SecretVersionsToStages: secret.stagesByVersion(),
      }));
      return { SecretList, NextToken: nextToken };
    },
  ),
};

/** AWS requires neither member, and does not document what a filter without one of them means. */
function complete({ Key: key, Values: values }: Infer<typeof filter>) {
  if (key && values) return { key, values };
  throw notImplemented("filters without a key or without values");
}

/** Any of the values must be a prefix; `!` negates one. Only the key `all` ignores case. */
function matches(secret: Secret, key: string, values: readonly string[]): boolean {
  const strings: Record<string, readonly string[]> = {
    name: [secret.name],
    description: [secret.description ?? ""],
    "tag-key": secret.tags.map((tag) => tag.Key),
    "tag-value": secret.tags.map((tag) => tag.Value),
  };
  const searched = key === "all" ? Object.values(strings).flat() : (strings[key] ?? []);
  const fold = (value: string) => (key === "all" ? value.toLowerCase() : value);
  const begins = (value: string) => searched.some((one) => fold(one).startsWith(fold(value)));
  return values.some((value) => (value.startsWith("!") ? !begins(value.slice(1)) : begins(value)));
}
