/*
 * The meaning of a policy, so that two policies can be compared: what is alone is a list of one, lists
 * have no order, and a number or a boolean is the text that IAM compares.
 */

type Members = Readonly<Record<string, unknown>>;

/** The statements of a policy, each as JSON, sorted. */
export function canonicalStatements(json: string): string[] {
  const { Statement: statements } = JSON.parse(json);
  return [statements].flat().map(canonicalStatement).sort();
}

function canonicalStatement(statement: Members): string {
  return JSON.stringify(
    sortedMembers(statement, (value, name) => {
      if (name === "Condition") return sortedMembers(value, (keys) => sortedMembers(keys, list));
      if (/Principal$/.test(name)) return value === "*" ? value : sortedMembers(value, list);
      return /^(Sid|Effect)$/.test(name) ? value : list(value);
    }),
  );
}

function list(value: unknown): string[] {
  return [value].flat().map(String).sort();
}

function sortedMembers(value: unknown, canonical: (value: unknown, name: string) => unknown) {
  return Object.entries(value as Members)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, canonical(one, name)]);
}
