import type { StackJson } from "./synthesized-stack";

/** A value that only Terraform itself can know. */
export class Unresolvable extends Error {}

/** What an expression may refer to. Each method returns the value, or throws Unresolvable. */
export interface References {
  /** `var.NAME` */
  variable(name: string): string;
  /** `data.TYPE.NAME.ATTRIBUTE` */
  data(type: string, attribute: string): string;
  /** `aws_TYPE.NAME.ATTRIBUTE`, an attribute of a resource. */
  resource(address: string, attribute: string): Promise<string>;
}

/** References whose values are known without Terraform: variables (`TF_VAR_…`, or their defaults) and the account. */
export function knownReferences(
  { variable: variables = {} }: Pick<StackJson, "variable">,
  accountId: string,
  env: NodeJS.ProcessEnv,
): Pick<References, "variable" | "data"> {
  return {
    variable(name) {
      const value = env[`TF_VAR_${name}`] ?? variables[name]?.default;
      if (value === undefined) throw new Unresolvable(`TF_VAR_${name} is not set`);
      return String(value);
    },
    data(type, attribute) {
      if (type === "aws_caller_identity" && attribute === "account_id") return accountId;
      throw new Unresolvable(`only Terraform reads the ${attribute} of ${type}`);
    },
  };
}

/** `${`, then anything without braces and quotes, then `}`. `$${` is an escaped `${`. */
const INTERPOLATION = /(?<!\$)\$\{([^{}"]*)\}/g;

/**
 * Evaluates a string of Terraform's JSON that contains only plain references. Functions and operators
 * are left to Terraform.
 *
 * @throws Unresolvable
 */
export async function evaluate(text: string, references: References): Promise<string> {
  let result = "";
  let end = 0;
  for (const match of text.matchAll(INTERPOLATION)) {
    const [whole, expression = ""] = match;
    result += literal(text.slice(end, match.index), text);
    result += await refer(expression.trim(), references);
    end = match.index + whole.length;
  }
  return result + literal(text.slice(end), text);
}

function literal(part: string, text: string): string {
  if (/(?<!\$)\$\{/.test(part) || /(?<!%)%\{/.test(part)) throw unsupported(text);
  return part.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

async function refer(expression: string, references: References): Promise<string> {
  const [, variable] = /^var\.([\w-]+)$/.exec(expression) ?? [];
  if (variable) return references.variable(variable);
  const [, type = "", , attribute] = /^data\.(\w+)\.([\w-]+)\.(\w+)$/.exec(expression) ?? [];
  if (attribute) return references.data(type, attribute);
  const [, address = "", name] = /^(aws_\w+\.[\w-]+)\.(\w+)$/.exec(expression) ?? [];
  if (name) return references.resource(address, name);
  throw unsupported(`\${${expression}}`);
}

function unsupported(expression: string): Unresolvable {
  return new Unresolvable(`only Terraform can evaluate ${expression}`);
}
