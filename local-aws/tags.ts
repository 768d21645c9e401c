import { type AwsError, notImplemented } from "./aws-error";
import { list, string, structure } from "./shape";

/** A tag, in the form that all services of this server use. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The maximum number of tags on a resource of any service. */
export const MAX_TAGS = 50;

export const tagKey = string({ min: 1, max: 128 });
export const tag = structure({ Key: tagKey, Value: string({ max: 256 }) }, ["Key", "Value"]);
export const tagList = list(tag);
export const tagKeyList = list(tagKey);

/** How a service refuses tags that no resource can have. */
export interface TagErrors {
  /** A key occurs more than once. */
  readonly duplicate: (key: string) => AwsError;
  /** A key begins with `aws:`. */
  readonly reserved: () => AwsError;
  /** There are more than `MAX_TAGS`. */
  readonly tooMany: () => AwsError;
  /** Whether keys that differ only in case are the same key. @default "case-sensitive" */
  readonly keys?: "case-sensitive" | "case-insensitive";
}

/** @throws AwsError when no resource can have these tags. */
export function checkTags(
  tags: readonly Partial<Tag>[],
  errors: TagErrors,
): asserts tags is readonly Tag[] {
  if (!tags.every(isComplete)) throw notImplemented("tags without a key or without a value");
  if (tags.length > MAX_TAGS) throw errors.tooMany();
  const keys = tags.map(({ Key }) => Key);
  const compared = errors.keys === "case-insensitive" ? keys.map((key) => key.toLowerCase()) : keys;
  const duplicate = keys.find((_, index) => compared.indexOf(compared[index] ?? "") !== index);
  if (duplicate !== undefined) throw errors.duplicate(duplicate);
  if (keys.some((key) => key.toLowerCase().startsWith("aws:"))) throw errors.reserved();
}

/** Secrets Manager requires neither member, and does not document what it does without one. */
function isComplete(tag: Partial<Tag>): tag is Tag {
  return typeof tag.Key === "string" && typeof tag.Value === "string";
}

/** Adds tags. An existing key keeps its position and gets the new value. */
export function withTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...tags, ...added].map((tag) => [tag.Key, tag]));
  return [...byKey.values()];
}

/** Removes the tags with the given keys. Keys that do not exist are ignored. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  return tags.filter((tag) => !keys.includes(tag.Key));
}
