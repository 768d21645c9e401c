import { isIP } from "node:net";
import { PatternProblem } from "./pattern-problem";

/** A check of the value of each operator. */
const OPERATORS: Readonly<Record<string, (value: unknown) => void>> = {
  prefix: (value) => checkAffix("prefix", value),
  suffix: (value) => checkAffix("suffix", value),
  "equals-ignore-case": (value) => checkString("equals-ignore-case", value),
  wildcard: checkWildcard,
  exists: (value) => {
    if (typeof value === "boolean") return;
    throw new PatternProblem("exists match pattern must be either true or false.");
  },
  numeric: checkNumeric,
  cidr: checkCidr,
  "anything-but": checkAnythingBut,
};

/** Checks one element of a field's list: a literal value, or an operator with its value. */
export function checkMatch(match: unknown): void {
  if (match === null || ["string", "number", "boolean"].includes(typeof match)) return;
  if (Array.isArray(match)) {
    throw new PatternProblem("Match value must be String, number, true, false, or null");
  }
  const [operation, ...others] = Object.entries(match as object);
  if (!operation || others.length > 0) {
    throw new PatternProblem("Only one key allowed in match expression");
  }
  const [operator, value] = operation;
  const check = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (!check) throw new PatternProblem(`Unrecognized match type ${operator}`);
  check(value);
}

function checkString(operator: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new PatternProblem(`${operator} match pattern must be a string`);
}

/** A prefix or a suffix, optionally regardless of case. */
function checkAffix(operator: string, value: unknown): void {
  const [inner, ...others] = typeof value === "object" && value ? Object.entries(value) : [];
  const folded = inner?.[0] === "equals-ignore-case" && others.length === 0;
  checkString(operator, folded ? inner[1] : value);
}

function checkWildcard(value: unknown): void {
  checkString("wildcard", value);
  const twice = String(value).indexOf("**");
  if (twice < 0) return;
  throw new PatternProblem(`Consecutive wildcard characters at pos ${twice + 1}`);
}

function checkAnythingBut(value: unknown): void {
  if (typeof value === "string" || typeof value === "number") return;
  if (Array.isArray(value)) {
    const plain = value.every((one) => typeof one === typeof value[0]);
    if (plain && ["string", "number"].includes(typeof value[0])) return;
  } else if (typeof value === "object" && value !== null) {
    for (const [operator, values] of Object.entries(value)) {
      if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator)) {
        throw new PatternProblem(`Unsupported anything-but pattern: ${operator}`);
      }
      for (const one of Array.isArray(values) ? values : [values]) OPERATORS[operator]?.(one);
    }
    return;
  }
  throw new PatternProblem("Value of anything-but must be an array or single string/number value.");
}

/** `["=", 5]`, `[">", 0]` or `[">", 0, "<=", 5]`. */
function checkNumeric(value: unknown): void {
  if (!Array.isArray(value)) throw new PatternProblem("Value of numeric must be an array.");
  const [operator, bound, upper, top, ...others] = value;
  if (!["<", "<=", "=", ">", ">="].includes(operator)) {
    throw new PatternProblem(`Unrecognized numeric range operator: ${operator}`);
  }
  if (typeof bound !== "number") throw new PatternProblem(`Value of ${operator} must be numeric`);
  if (upper === undefined) return;
  if (!operator.startsWith(">") || others.length > 0) {
    throw new PatternProblem("Too many elements in numeric expression");
  }
  if (upper !== "<" && upper !== "<=") {
    throw new PatternProblem(`Bad numeric range operator: ${upper}`);
  }
  if (typeof top !== "number") throw new PatternProblem(`Value of ${upper} must be numeric`);
  if (top <= bound) throw new PatternProblem("Bottom must be less than top");
}

function checkCidr(value: unknown): void {
  checkString("prefix", value);
  const [address = "", bits, ...others] = String(value).split("/");
  if (bits === undefined || others.length > 0) {
    throw new PatternProblem("Malformed CIDR, one '/' required");
  }
  if (!/^\d+$/.test(bits)) throw new PatternProblem("Malformed CIDR, mask bits must be an integer");
  const version = isIP(address);
  if (version === 0) throw new PatternProblem(`Nonstandard IP address: ${address}`);
  if (Number(bits) > (version === 4 ? 32 : 128)) {
    throw new PatternProblem("Malformed CIDR, mask bits must be < 32");
  }
}
