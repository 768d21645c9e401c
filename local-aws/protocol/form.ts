import type { Shape } from "../shape";

/** A node in the tree of dotted parameter names: `Tags.member.1.Key=a` is four levels deep. */
interface Branch {
  text?: string;
  readonly branches: Map<string, Branch>;
}

/**
 * The members of a form as a JSON-like value. The shape distinguishes lists from structures and
 * numbers from strings. Members that it does not have are kept, so that validation refuses them.
 */
export function readForm(body: string, shape: Shape): unknown {
  const root: Branch = { branches: new Map() };
  for (const [name, value] of new URLSearchParams(body)) {
    if (name !== "Action" && name !== "Version") grow(root, name.split(".")).text = value;
  }
  return typed(root, shape);
}

function grow(branch: Branch, [first, ...rest]: readonly string[]): Branch {
  if (first === undefined) return branch;
  const next = branch.branches.get(first) ?? { branches: new Map() };
  branch.branches.set(first, next);
  return grow(next, rest);
}

function typed(branch: Branch, shape: Shape | undefined): unknown {
  switch (shape?.kind) {
    case "structure":
      return Object.fromEntries(
        [...branch.branches].map(([name, member]) => [name, typed(member, shape.members[name])]),
      );
    case "list": {
      // An empty list is sent as the list's name with an empty value.
      const elements = [...(branch.branches.get("member")?.branches ?? [])];
      elements.sort(([a], [b]) => Number(a) - Number(b));
      return elements.map(([, element]) => typed(element, shape.element));
    }
    case "map": {
      const entries = [...(branch.branches.get("entry")?.branches.values() ?? [])];
      return Object.fromEntries(
        entries.map(({ branches }) => [
          branches.get("key")?.text ?? "",
          typed(branches.get("value") ?? { text: "", branches: new Map() }, shape.value),
        ]),
      );
    }
    case "integer":
      return /^-?\d+$/.test(branch.text ?? "") ? Number(branch.text) : branch.text;
    case "boolean":
      return { true: true, false: false }[branch.text ?? ""] ?? branch.text;
    default:
      return branch.text ?? Object.fromEntries(branch.branches);
  }
}
