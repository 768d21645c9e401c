import { AwsError } from "../aws-error";
import { page } from "../pagination";
import { integer, list, string, structure } from "../shape";
import { duplicateKey, type Tag } from "../tags";
import { conflict } from "./identity-store";

const MAX_TAGS = 50;

export const roleName = string({ min: 1, max: 64, pattern: /[\w+=,.@-]+/ });
export const policyName = string({ min: 1, max: 128, pattern: /[\w+=,.@-]+/ });
export const policyArn = string({ min: 20, max: 2048 });
export const path = string({ min: 1, max: 512, pattern: /(\/)|(\/[!-~]+\/)/ });

const tagKey = string({ min: 1, max: 128, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u });
const tagValue = string({ max: 256, pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u });

export const tagKeys = list(tagKey, { max: MAX_TAGS });
export const tagList = list(structure({ Key: tagKey, Value: tagValue }, ["Key", "Value"]), {
  max: MAX_TAGS,
});

/** The members by which every List operation pages. */
export const paging = {
  Marker: string({ min: 1, max: 320 }),
  MaxItems: integer({ min: 1, max: 1000 }),
};

/** A page of a list under the name that the operation gives it. */
export function listed<T>(
  name: string,
  items: readonly T[],
  { Marker, MaxItems }: { readonly Marker?: string; readonly MaxItems?: number },
) {
  const { items: shown, nextToken } = page(items, MaxItems ?? 100, Marker);
  return { IsTruncated: nextToken !== undefined, Marker: nextToken, [name]: shown };
}

export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MAX_TAGS) {
    throw conflict(
      "LimitExceeded",
      `The number of tags has reached the maximum limit of ${MAX_TAGS}.`,
    );
  }
  const keys = tags.map((tag) => ({ Key: tag.Key.toLowerCase() }));
  if (duplicateKey(keys) !== undefined) {
    throw new AwsError(
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
  }
  if (keys.some(({ Key }) => Key.startsWith("aws:"))) {
    throw new AwsError(
      "InvalidInput",
      "System tags cannot be added/updated/deleted. Tag keys must not begin with aws:.",
    );
  }
}
