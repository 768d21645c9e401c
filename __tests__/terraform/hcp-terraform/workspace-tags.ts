import { invalid } from "./api-error";
import type { Resource } from "./json-api";

/** Tags by key, from tag bindings or from tags of the older form, which have a name alone. */
export function readTags(resources: readonly Resource[]): Map<string, string> {
  return new Map(
    resources.map(({ attributes }) => {
      const key = String(attributes?.["key"] ?? attributes?.["name"] ?? "");
      if (!/^[A-Za-z0-9_:-]{1,255}$/.test(key)) throw invalid(`Tag "${key}" is not allowed`);
      return [key, String(attributes?.["value"] ?? "")];
    }),
  );
}

export function tagBindings(tags: ReadonlyMap<string, string>): Resource[] {
  return [...tags].map(([key, value]) => ({
    id: `tb-${key}`,
    type: "tag-bindings",
    attributes: { key, value },
  }));
}

/** Whether these are all the tags that a list of workspaces is asked for. */
export function hasTags(tags: ReadonlyMap<string, string>, query: URLSearchParams): boolean {
  const names = query.get("search[tags]")?.split(",") ?? [];
  return (
    names.every((name) => tags.has(name)) &&
    bindingsIn(query).every(([key, value]) => {
      return tags.has(key) && (value === null || tags.get(key) === value);
    })
  );
}

function bindingsIn(query: URLSearchParams): [key: string, value: string | null][] {
  const keys = [...query].filter(([name]) => /^filter\[tagged\]\[\d+\]\[key\]$/.test(name));
  return keys.map(([name, key]) => [key, query.get(name.replace("[key]", "[value]"))]);
}
