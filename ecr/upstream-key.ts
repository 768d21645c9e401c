import { type Problem, shown } from "../problems/problem";

/** Whether `key` can begin the names of Terraform variables and resources. */
export function checkUpstreamKey(key: string): Problem | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(key)) return undefined;
  const suggestion = key
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  return {
    given: shown(key),
    allowed: "a lower-case letter, then lower-case letters, digits or '_'",
    fix: suggestion ? `did you mean "${suggestion}"?` : 'choose a key such as "docker"',
  };
}
