import { notImplemented } from "../aws-error";
import { reads } from "../operation";
import { page } from "../pagination";
import { boolean, type Infer, integer, list, oneOf, string, structure } from "../shape";
import type { Secret } from "./secret";
import { invalidNextToken, storeOf } from "./secret-reference";
import { description } from "./secrets";

const filter = structure({
  Key: oneOf(
    ...["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"],
  ),
  Values: list(string({ max: 512, pattern: /^!?[a-zA-Z0-9 :_@/+=.\-!]*$/ }), { min: 1, max: 10 }),
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
      const filters = (input.Filters ?? []).map(matcher);
      const found = storeOf(call)
        .all()
        .filter(({ deletionDate }) => input.IncludePlannedDeletion || !deletionDate)
        .filter((secret) => filters.every((matches) => matches(secret)));
      // Newest first, as AWS lists them.
      if (input.SortOrder !== "asc") found.reverse();
      const { items, nextToken } = page(
        found,
        input.MaxResults ?? 100,
        input.NextToken,
        invalidNextToken,
      );
      const SecretList = items.map((secret) => ({
        ...description(secret),
        SecretVersionsToStages: secret.stagesByVersion(),
      }));
      return { SecretList, NextToken: nextToken };
    },
  ),
};

/**
 * The strings that the values of a filter are compared with. How AWS breaks descriptions, and with
 * the key `all` every string, into words is not documented well enough to do the same.
 */
const SEARCHED: Readonly<Record<string, (secret: Secret) => readonly string[]>> = {
  name: ({ name }) => [name],
  "tag-key": ({ tags }) => tags.map(({ Key }) => Key),
  "tag-value": ({ tags }) => tags.map(({ Value }) => Value),
};

/** Any of the values must be a prefix, in the same case; `!` negates one. */
function matcher({ Key: key, Values: values }: Infer<typeof filter>): (secret: Secret) => boolean {
  // AWS requires neither member, and does not document what a filter without one of them means.
  if (!key || !values) throw notImplemented("filters without a key or without values");
  const searched = SEARCHED[key];
  if (!searched) throw notImplemented(`filters by ${key}`);
  return (secret) => {
    const begins = (prefix: string) => searched(secret).some((one) => one.startsWith(prefix));
    return values.some((value) =>
      value.startsWith("!") ? !begins(value.slice(1)) : begins(value),
    );
  };
}
