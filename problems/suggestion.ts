import { closest, distance } from "fastest-levenshtein";
import { type Problem, shown } from "./problem";
import { wrongType } from "./value-type";

/** Whether `name` is one of the known names. A mistyped one is answered with the nearest. */
export function checkKnownName(name: string, known: readonly string[]): Problem | undefined {
  if (known.includes(name)) return undefined;
  const similar = closest(name, known);
  const isSimilar =
    distance(name.toLowerCase(), similar.toLowerCase()) <= Math.max(2, name.length / 3);
  return {
    given: shown(name),
    allowed: known.join(", "),
    fix: isSimilar ? `did you mean "${similar}"?` : "leave it out, or choose one of these",
  };
}

/** Whether `value` is one of the strings to choose from. */
export function checkChoice(value: unknown, choices: readonly string[]): Problem | undefined {
  if (typeof value === "string") return checkKnownName(value, choices);
  return wrongType(value, choices.join(", "), "choose one of these");
}
