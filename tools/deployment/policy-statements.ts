import { isObject } from "../../problems/value-type";

/** A statement of a policy, as its JSON has it. */
export type Statement = Readonly<Record<string, unknown>>;

/** The statements of a policy; nothing where the text is no policy. */
export function statementsIn(policy: string): Statement[] {
  try {
    const { Statement: statements = [] } = JSON.parse(policy);
    return [statements].flat().filter(isObject);
  } catch {
    return [];
  }
}

/** What a statement is called, for people. */
export function nameOf({ Sid, Effect, Action, NotAction }: Statement): string {
  if (typeof Sid === "string" && Sid !== "") return Sid;
  const actions = list(Action ?? NotAction).join(", ");
  return `a statement without a Sid (${Effect} ${NotAction === undefined ? "" : "all but "}${actions})`;
}

/**
 * Statements that are not among others, whatever their order, their Sids, and the ways in which JSON
 * can say the same.
 */
export function missingStatements(
  these: readonly Statement[],
  among: readonly Statement[],
): Statement[] {
  const known = new Set(among.map(canonical));
  return these.filter((one) => !known.has(canonical(one)));
}

function canonical({ Sid: _, Condition, ...members }: Statement): string {
  const conditions = isObject(Condition)
    ? Object.entries(Condition).flatMap(([operator, keys]) =>
        Object.entries(isObject(keys) ? keys : {}).map(
          // Names of keys are compared without regard to case; operators have one spelling.
          ([key, values]) => [operator, key.toLowerCase(), sorted(values)],
        ),
      )
    : [];
  return JSON.stringify([
    ...Object.entries(members)
      .map(([name, value]) => [name, isPrincipal(name) ? principals(value) : sorted(value)])
      .sort(),
    ["Condition", conditions.map((one) => JSON.stringify(one)).sort()],
  ]);
}

function isPrincipal(name: string): boolean {
  return name === "Principal" || name === "NotPrincipal";
}

/** `"*"` is everybody, as `{"AWS": "*"}`; a bare account id is its root. */
function principals(value: unknown): string[] {
  const byType = isObject(value) ? value : { AWS: value };
  return Object.entries(byType)
    .flatMap(([type, ids]) =>
      list(ids).map((id) => `${type} ${String(id).replace(/^\d{12}$/, "arn:aws:iam::$&:root")}`),
    )
    .sort();
}

function sorted(value: unknown): string[] {
  return list(value).map(String).sort();
}

function list(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}
