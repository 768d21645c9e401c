import { AwsError } from "../aws-error";
import { checkMatch } from "./match-expression";
import { PatternProblem } from "./pattern-problem";

/** @throws AwsError in the form of EventBridge when an event pattern is not valid. */
export function checkEventPattern(text: string): void {
  try {
    checkFilter(parse(text));
  } catch (error) {
    if (!(error instanceof PatternProblem)) throw error;
    throw new AwsError(
      "InvalidEventPatternException",
      `Event pattern is not valid. Reason: ${error.message}`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PatternProblem("Filter is not valid JSON");
  }
}

/** A pattern consists of nested objects whose fields are lists of matches. */
function checkFilter(filter: unknown): void {
  if (typeof filter !== "object" || filter === null || Array.isArray(filter)) {
    throw new PatternProblem("Filter is not an object");
  }
  const fields = Object.entries(filter);
  if (fields.length === 0) throw new PatternProblem("Empty objects are not allowed");
  for (const [name, value] of fields) {
    if (Array.isArray(value)) {
      if (value.length === 0) throw new PatternProblem("Empty arrays are not allowed");
      for (const one of value) name === "$or" ? checkFilter(one) : checkMatch(one);
    } else if (typeof value === "object" && value !== null) {
      checkFilter(value);
    } else {
      throw new PatternProblem(`"${name}" must be an object or an array`);
    }
  }
}
