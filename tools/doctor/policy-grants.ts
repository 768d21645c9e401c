import { isObject } from "../../problems/value-type";
import { parseJson } from "../json";

/*
 * What the policy of a registry or of a role grants to others, as far as it can be evaluated without a
 * request.
 */

/** A statement of a policy. Elements that may be a string or a list are lists. */
export interface Statement {
  readonly allows: boolean;
  readonly principal: unknown;
  readonly condition: unknown;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[];
}

/** The statements of a policy; none where the text is not a policy. */
export function statementsOf(policy: string): Statement[] {
  const document = parseJson(policy);
  const statements = isObject(document)
    ? list<Readonly<Record<string, unknown>>>(document["Statement"])
    : [];
  return statements.map((one) => ({
    allows: one["Effect"] === "Allow",
    principal: one["Principal"],
    condition: one["Condition"],
    actions: one["Action"] === undefined ? undefined : list(one["Action"]),
    notActions: one["NotAction"] === undefined ? undefined : list(one["NotAction"]),
    resources: list(one["Resource"]),
  }));
}

/** Whether a statement applies to an action. */
export function isAbout({ actions, notActions }: Statement, action: string): boolean {
  const named = (patterns: readonly string[]) => patterns.some((one) => matches(one, action, "i"));
  return actions ? named(actions) : notActions !== undefined && !named(notActions);
}

/** Whether a statement covers a resource, or all that a pattern of resources stands for. */
export function covers({ resources }: Statement, resource: string): boolean {
  return resources.some((pattern) => matches(pattern, resource));
}

/** Whether a statement is for a principal that has one of these names. */
export function isFor({ principal }: Statement, kind: "AWS" | "Service", names: string[]): boolean {
  if (principal === "*") return true;
  const ofKind = list<string>((principal as Record<string, unknown> | undefined)?.[kind]);
  return ofKind.some((one) => one === "*" || names.includes(one));
}

/** Whether a statement is for principals of other accounts. */
export function isForOthers({ principal }: Statement, accountId: string): boolean {
  if (principal === "*") return true;
  const named = list<string>((principal as Record<string, unknown> | undefined)?.["AWS"]);
  return named.some((one) => one !== accountId && !one.includes(`::${accountId}:`));
}

/** Whether a statement is for every principal of another statement. */
export function isForAllOf(wide: Statement, narrow: Statement): boolean {
  const everybody = isFor(wide, "AWS", []) && wide.condition === undefined;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return (
    everybody || (same(wide.principal, narrow.principal) && same(wide.condition, narrow.condition))
  );
}

/** `*` matches any characters, `?` one character. A pattern also matches a narrower pattern. */
function matches(pattern: string, text: string, flags = ""): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\?/g, ".");
  const [first = "", ...parts] = escaped.split("*");
  const last = parts.pop();
  if (last === undefined) return new RegExp(`^${first}$`, flags).test(text);
  // Part by part: one expression with many `.*` could take hours to refuse a text.
  let rest = text;
  for (const part of [`^${first}`, ...parts]) {
    const match = new RegExp(part, flags).exec(rest);
    if (!match) return false;
    rest = rest.slice(match.index + match[0].length);
  }
  return new RegExp(`${last}$`, flags).test(rest);
}

function list<T = string>(value: unknown): T[] {
  return value === undefined ? [] : ([value].flat() as T[]);
}
