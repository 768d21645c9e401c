/** A tag in the form in which all services here exchange it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The first key that occurs more than once. */
export function duplicateKey(tags: readonly { readonly Key?: string }[]): string | undefined {
  const keys = tags.map((tag) => tag.Key);
  return keys.find((key, index) => keys.indexOf(key) !== index);
}

/** Tags after new ones were set: a key that exists gets its new value in place. */
export function withTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const byKey = new Map([...tags, ...added].map((tag) => [tag.Key, tag]));
  return [...byKey.values()];
}

/** Tags after keys were taken away; keys that were not there do no harm. */
export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  return tags.filter((tag) => !keys.includes(tag.Key));
}
