/** The grammar of policy documents that all services share. */

/** A policy document is not valid; the message says why. */
export class PolicyProblem extends Error {}

/** A problem in the words in which IAM reports it. To IAM, all others are errors of syntax. */
export class PolicyRefusal extends PolicyProblem {}

/** `{ "AWS": [...], "Service": [...] }`; the bare `"*"` reads as `{ "*": ["*"] }`. */
export type Principals = Readonly<Record<string, readonly string[]>>;

/** One condition of a statement. All conditions of a statement must hold. */
export interface Condition {
  /** As written, such as `ForAnyValue:StringLike`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: Principals | undefined;
  readonly notPrincipals: Principals | undefined;
  readonly actions: readonly string[] | undefined;
  readonly notActions: readonly string[] | undefined;
  readonly resources: readonly string[] | undefined;
  readonly notResources: readonly string[] | undefined;
  readonly conditions: readonly Condition[];
}

/** A policy document whose grammar is valid. */
export interface Policy {
  /** Without one, AWS reads a policy as one of 2008-10-17. */
  readonly version: string | undefined;
  readonly statements: readonly Statement[];
}

/** The versions of the policy language. */
export const VERSIONS: readonly string[] = ["2012-10-17", "2008-10-17"];

const STATEMENT_KEYS = ["Sid", "Effect", "Condition"].concat(
  ["Principal", "Action", "Resource"].flatMap((key) => [key, `Not${key}`]),
);

const CONDITION_OPERATOR = new RegExp(
  "^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals|EqualsIgnoreCase|Like)|" +
    "(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|" +
    "(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$",
);

const DATE_OPERATOR = /^(ForAllValues:|ForAnyValue:)?Date/;

/** ISO 8601 as far as a year, a month, a day or a time with its time zone. */
const ISO_8601 = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?)?$/i;

/**
 * Reads a policy document.
 * @throws PolicyProblem when the document does not follow the grammar.
 */
export function readPolicy(text: string): Policy {
  const policy = object(parseJson(text), "the policy");
  onlyKeys(policy, ["Version", "Id", "Statement"], "the policy");
  const { Version: version, Id: id, Statement: statement } = policy;
  if (version !== undefined && !(typeof version === "string" && VERSIONS.includes(version))) {
    throw new PolicyProblem(`Version is none of ${VERSIONS.join(", ")}`);
  }
  if (id !== undefined && typeof id !== "string") throw new PolicyProblem("Id is not a string");
  const statements = (Array.isArray(statement) ? statement : [statement]).map(readStatement);
  if (statements.length === 0) throw new PolicyProblem("the policy has no statement");
  const sids = statements.flatMap(({ sid }) => (sid ? [sid] : []));
  if (new Set(sids).size !== sids.length) {
    throw new PolicyRefusal("Statement IDs (SID) in a single policy must be unique.");
  }
  return { version, statements };
}

function readStatement(value: unknown): Statement {
  const statement = object(value, "a statement");
  onlyKeys(statement, STATEMENT_KEYS, "a statement");
  const { Sid: sid, Effect: effect } = statement;
  if (sid !== undefined && typeof sid !== "string") throw new PolicyProblem("Sid is not a string");
  if (effect !== "Allow" && effect !== "Deny") {
    throw new PolicyProblem("Effect is neither Allow nor Deny");
  }
  for (const key of ["Principal", "Action", "Resource"]) {
    if (statement[key] !== undefined && statement[`Not${key}`] !== undefined) {
      throw new PolicyProblem(`a statement has both ${key} and Not${key}`);
    }
  }
  return {
    sid,
    effect,
    principals: readPrincipals(statement.Principal),
    notPrincipals: readPrincipals(statement.NotPrincipal),
    actions: strings(statement.Action, "Action"),
    notActions: strings(statement.NotAction, "NotAction"),
    resources: strings(statement.Resource, "Resource"),
    notResources: strings(statement.NotResource, "NotResource"),
    conditions: readConditions(statement.Condition),
  };
}

function readPrincipals(value: unknown): Principals | undefined {
  if (value === undefined) return undefined;
  if (value === "*") return { "*": ["*"] };
  const principals = object(value, "Principal");
  onlyKeys(principals, ["AWS", "Service", "Federated", "CanonicalUser"], "Principal");
  const kinds = Object.keys(principals);
  if (kinds.length === 0) throw new PolicyProblem("Principal is empty");
  return Object.fromEntries(kinds.map((kind) => [kind, strings(principals[kind], kind) ?? []]));
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  return Object.entries(object(value, "Condition")).flatMap(([operator, keys]) => {
    if (!CONDITION_OPERATOR.test(operator)) {
      throw new PolicyProblem(`there is no condition operator ${operator}`);
    }
    return Object.entries(object(keys, `Condition ${operator}`)).map(([key, values]) => {
      const all = Array.isArray(values) ? values : [values];
      if (!all.every((one) => ["string", "number", "boolean"].includes(typeof one))) {
        throw new PolicyProblem(
          `the condition on ${key} has a value that is not a string, a number or a boolean`,
        );
      }
      const strings = all.map(String);
      const undated = DATE_OPERATOR.test(operator) && strings.find((one) => !isDate(one));
      if (typeof undated === "string") {
        throw new PolicyProblem(
          `the condition on ${key} compares with ${undated}, which is no date`,
        );
      }
      return { operator, key, values: strings };
    });
  });
}

/** @see https://www.w3.org/TR/NOTE-datetime. AWS also accepts seconds since 1970. */
function isDate(text: string): boolean {
  return /^\d{1,18}$/.test(text) || (ISO_8601.test(text) && !Number.isNaN(Date.parse(text)));
}

function strings(value: unknown, what: string): string[] | undefined {
  if (value === undefined) return undefined;
  const all = Array.isArray(value) ? value : [value];
  if (all.length === 0 || !all.every((one) => typeof one === "string" && one !== "")) {
    throw new PolicyProblem(`${what} is not a string or a list of strings`);
  }
  return all;
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PolicyProblem(`${what} is not an object`);
  }
  return value as Record<string, unknown>;
}

function onlyKeys(value: object, known: readonly string[], what: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new PolicyProblem(`${what} has an unknown element ${unknown}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new PolicyProblem("the policy is not JSON");
  }
}
