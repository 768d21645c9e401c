import { type Problem, shown } from "../problems/problem";

/*
 * A policy passes through Terraform and the AWS provider on its way to AWS, and both read and write its
 * JSON. What they would change without a word is refused here.
 */

/** Strings, numbers and marks of a text that is JSON. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[{}[\]:,]/g;

/**
 * A policy variable of IAM. What else stands between `${` and `}` could be meant for Terraform, whose
 * references have no colon.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
const POLICY_VARIABLE = /^\$\{(?:[*?$]|[\w./-]+:(?!:)[^${}]+)\}/;

/** Whether a policy arrives at AWS with all that its JSON says. */
export function checkPolicyText(json: string): Problem | undefined {
  const tokens = tokensOf(json);
  const strings = stringsOf(tokens);
  return (
    checkNames(tokens) ??
    firstProblem(tokens, checkNumber) ??
    firstProblem(strings, checkCharacters) ??
    firstProblem(strings, checkVariables)
  );
}

/** Whether there is a policy variable in a policy, or what Terraform would take for its own. */
export function variableIn(json: string): string | undefined {
  return stringsOf(tokensOf(json))
    .map((one) => /\$\{[^}]*\}?/.exec(one)?.[0])
    .find(Boolean);
}

function tokensOf(json: string): readonly string[] {
  return json.match(TOKEN) ?? [];
}

function stringsOf(tokens: readonly string[]): string[] {
  return tokens.filter((token) => token.startsWith('"')).map((one) => JSON.parse(one));
}

function checkNames(tokens: readonly string[]): Problem | undefined {
  const open: Set<string>[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === "{") open.push(new Set());
    if (token === "}") open.pop();
    if (tokens[index + 1] !== ":") continue;
    const names = open.at(-1);
    if (names?.has(JSON.parse(token))) {
      return {
        given: `${shown(JSON.parse(token))} twice in one object`,
        allowed: "each name once: of two, only the last would be kept",
        fix: "join the two into one",
      };
    }
    names?.add(JSON.parse(token));
  }
  return undefined;
}

/** Terraform and the provider turn 1.0 into 1, and round what has more than about 15 digits. */
function checkNumber(token: string): Problem | undefined {
  if (!/^[-\d]/.test(token)) return undefined;
  const value = Number(token);
  if (String(value) === token && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined;
  return {
    given: token,
    allowed: "numbers that Terraform does not write in another way, such as 3600 or 1.5",
    fix: `write it in quotes, which IAM reads alike: "${token}"`,
  };
}

/** Terraform composes characters (Unicode's form NFC), and replaces halves of surrogate pairs. */
function checkCharacters(text: string): Problem | undefined {
  if (text.normalize("NFC") === text && !/\p{Surrogate}/u.test(text)) return undefined;
  return {
    given: shown(text),
    allowed: "composed characters (Unicode's form NFC): Terraform changes others",
    fix: "write what String.prototype.normalize() returns, or * in its place",
  };
}

function checkVariables(text: string): Problem | undefined {
  for (const { index } of text.matchAll(/\$\{/g)) {
    const escaped = text[index - 1] === "$";
    if (POLICY_VARIABLE.test(text.slice(index)) && !escaped) continue;
    return {
      given: shown(text.slice(escaped ? index - 1 : index)),
      allowed: "policy variables of IAM: ${aws:PrincipalTag/team}, ${*}, ${?}, ${$}",
      fix: escaped
        ? "write the dollar sign once: Terraform does not look into this text"
        : "put in a value of CDKTF, such as variable.stringValue: Terraform does not look into this text",
    };
  }
  return undefined;
}

function firstProblem<T>(
  values: readonly T[],
  rule: (value: T) => Problem | undefined,
): Problem | undefined {
  for (const value of values) {
    const problem = rule(value);
    if (problem) return problem;
  }
  return undefined;
}
