import { compareKeys } from "./bucket";
import type { Content, ObjectVersion } from "./object-versions";

export interface Entry {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly content: Content;
}

interface ListRequest {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  /** Only later keys are listed, whether or not this key exists. */
  readonly StartAfter?: string | undefined;
  /** The key or prefix at the end of the previous page. */
  readonly lastListed?: string | undefined;
}

interface Page {
  readonly objects: readonly Entry[];
  readonly prefixes: readonly string[];
  /** The last key or prefix, if another page follows. */
  readonly last: string | undefined;
}

const MOST_KEYS = 1000;

/** One page of a sorted listing. Keys with the same prefix up to a delimiter are one entry. */
export function listPage(entries: readonly Entry[], request: ListRequest): Page {
  const { Prefix = "", Delimiter = "", StartAfter = "", lastListed = "" } = request;
  const size = Math.min(request.MaxKeys ?? MOST_KEYS, MOST_KEYS);
  const objects: Entry[] = [];
  const prefixes = new Set<string>();
  let last = "";
  for (const entry of entries) {
    const name = shownAs(entry.key, Prefix, Delimiter);
    if (name === undefined || prefixes.has(name)) continue;
    if (compareKeys(entry.key, StartAfter) <= 0 || compareKeys(name, lastListed) <= 0) continue;
    if (objects.length + prefixes.size === size) {
      return { objects, prefixes: [...prefixes], last: size === 0 ? undefined : last };
    }
    last = name;
    if (name === entry.key) objects.push(entry);
    else prefixes.add(name);
  }
  return { objects, prefixes: [...prefixes], last: undefined };
}

function shownAs(key: string, prefix: string, delimiter: string): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? key : key.slice(0, at + delimiter.length);
}

/** Encodes keys for XML, which cannot represent every key. */
export function keyEncoder(encoding: "url" | undefined): (key: string) => string {
  return encoding === undefined
    ? (key) => key
    : (key) => encodeURIComponent(key).replaceAll("%2F", "/");
}
