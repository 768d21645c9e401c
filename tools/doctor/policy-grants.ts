/*
 * What the policy of a registry or of a role gives to others, as far as that shows without knowing
 * who asks.
 */

/** A statement of a policy, its lists made lists. */
export interface Statement {
  readonly allows: boolean;
  readonly principal: unknown;
  readonly condition: unknown;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[];
}

/** The statements of a policy that AWS holds; none of what is no policy. */
export function statementsOf(policy: string): Statement[] {
  let document: { readonly Statement?: unknown };
  try {
    document = JSON.parse(policy);
  } catch {
    return [];
  }
  return list<Readonly<Record<string, unknown>>>(document?.Statement).map((one) => ({
    allows: one["Effect"] === "Allow",
    principal: one["Principal"],
    condition: one["Condition"],
    actions: one["Action"] === undefined ? undefined : list(one["Action"]),
    notActions: one["NotAction"] === undefined ? undefined : list(one["NotAction"]),
    resources: list(one["Resource"]),
  }));
}

/** Whether a statement is about an action. */
export function isAbout({ actions, notActions }: Statement, action: string): boolean {
  const named = (patterns: readonly string[]) => patterns.some((one) => matches(one, action, "i"));
  return actions ? named(actions) : notActions !== undefined && !named(notActions);
}

/** Whether a statement covers a resource, or all that a pattern of resources stands for. */
export function covers({ resources }: Statement, resource: string): boolean {
  return resources.some((pattern) => matches(pattern, resource));
}

/** Whether a principal's name is among those that a statement is for. */
export function isFor({ principal }: Statement, kind: "AWS" | "Service", names: string[]): boolean {
  if (principal === "*") return true;
  const ofKind = list<string>((principal as Record<string, unknown> | undefined)?.[kind]);
  return ofKind.some((one) => one === "*" || names.includes(one));
}

/** Whether a statement is for principals of other accounts than the policy's own. */
export function isForOthers({ principal }: Statement, accountId: string): boolean {
  if (principal === "*") return true;
  const named = list<string>((principal as Record<string, unknown> | undefined)?.["AWS"]);
  return named.some((one) => one !== accountId && !one.includes(`::${accountId}:`));
}

/** Whether one statement is for everybody that another is for. */
export function isForAllOf(wide: Statement, narrow: Statement): boolean {
  const everybody = isFor(wide, "AWS", []) && wide.condition === undefined;
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return (
    everybody || (same(wide.principal, narrow.principal) && same(wide.condition, narrow.condition))
  );
}

/** `*` is any characters, `?` is one. A pattern matches a narrower pattern, too. */
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
