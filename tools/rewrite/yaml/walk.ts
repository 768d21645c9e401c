import type { YamlNode } from "./yaml-node";

/** Calls for each mapping in a tree, once however many aliases lead to it, outer ones first. */
export function eachMapping(
  root: YamlNode,
  visit: (mapping: YamlNode, key: string | undefined) => void,
): void {
  const seen = new Set<unknown>();
  const walk = (node: YamlNode, key: string | undefined) => {
    if (!node.isCollection || seen.has(node.node)) return;
    seen.add(node.node);
    if (node.isMap) visit(node, key);
    for (const item of node.items) walk(item, key);
    for (const [name, value] of node.entries) walk(value, name);
  };
  walk(root, undefined);
}

/** The nodes that a path leads to: sequences are entered by themselves, and `*` is every key. */
export function nodesAt(root: YamlNode, path: readonly string[]): readonly YamlNode[] {
  const [key, ...rest] = path;
  if (root.items.length > 0) return root.items.flatMap((item) => nodesAt(item, path));
  if (key === undefined) return [root];
  const values = root.entries.filter(([name]) => key === "*" || name === key);
  return values.flatMap(([, value]) => nodesAt(value, rest));
}
