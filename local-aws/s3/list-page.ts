import { compareKeys } from "./bucket";
import type { Content, ObjectVersion } from "./object-versions";

export interface Entry {
  readonly key: string;
  readonly version: ObjectVersion;
  readonly content: Content;
}

interface Question {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
  /** Keys up to this one are left out, whether or not there is such a key. */
  readonly StartAfter?: string | undefined;
  /** The key or prefix that the page before ended with. */
  readonly told?: string | undefined;
}

interface Page {
  readonly objects: readonly Entry[];
  readonly prefixes: readonly string[];
  /** Where the page ends, when more follows. */
  readonly last: string | undefined;
}

const MOST_KEYS = 1000;

/** One page of a sorted listing, in which keys that go on after a delimiter count once, as a prefix. */
export function listPage(entries: readonly Entry[], question: Question): Page {
  const { Prefix = "", Delimiter = "", StartAfter = "", told = "" } = question;
  const size = Math.min(question.MaxKeys ?? MOST_KEYS, MOST_KEYS);
  const objects: Entry[] = [];
  const prefixes = new Set<string>();
  let last = "";
  for (const entry of entries) {
    const name = shownAs(entry.key, Prefix, Delimiter);
    if (name === undefined || prefixes.has(name)) continue;
    if (compareKeys(entry.key, StartAfter) <= 0 || compareKeys(name, told) <= 0) continue;
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

/** How keys are written in an answer: XML cannot hold all that a key can. */
export function keyEncoder(encoding: "url" | undefined): (key: string) => string {
  return encoding === undefined
    ? (key) => key
    : (key) => encodeURIComponent(key).replaceAll("%2F", "/");
}
