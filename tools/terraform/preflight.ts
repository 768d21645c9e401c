import { findCredentialMistake } from "../../ecr/credential-text";
import { checkOrganizationId } from "../../ecr/organization";
import { UserError } from "../cli/user-error";
import { hasAwsCredentials } from "./aws-credentials";
import { runsRemotely, type SynthesizedStack } from "./synthesized-stack";
import { terraformVersion } from "./terraform-cli";
import type { VariableValues } from "./variable-values";

/**
 * Checks what can be known before Terraform runs: the version of Terraform, that there are AWS
 * credentials, and that each variable has a value that can be right.
 *
 * @throws UserError with everything that is missing, and how to provide it
 */
export async function preflight(
  stacks: readonly SynthesizedStack[],
  given: VariableValues,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const local = stacks.filter((stack) => !runsRemotely(stack));
  const problems = [
    await terraformProblem(stacks, env),
    credentialsProblem(local, env),
    variablesProblem(local, given),
    valuesProblem(local, given),
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new UserError(problems.join("\n\n"));
}

async function terraformProblem(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const versions = new Set(stacks.map(({ json }) => json.terraform.required_version ?? "*"));
  try {
    await terraformVersion([...versions].join(" "), env);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function credentialsProblem(
  stacks: readonly SynthesizedStack[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  const without = stacks.filter((stack) => !hasAwsCredentials(stack, env));
  if (without.length === 0) return undefined;
  return `There are no AWS credentials. On a laptop, use \`aws sso login\` and AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. In GitHub Actions, use the action aws-actions/configure-aws-credentials and \`permissions: id-token: write\`. In GitLab CI, use \`id_tokens\` with AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE.`;
}

function variablesProblem(
  stacks: readonly SynthesizedStack[],
  { values }: VariableValues,
): string | undefined {
  const missing = new Map<string, string>();
  for (const { json } of stacks) {
    for (const [name, variable] of Object.entries(json.variable ?? {})) {
      // A pipeline passes an empty value where its secret does not exist.
      const given = values.get(name)?.some((value) => value !== "");
      if (given || variable.default !== undefined) continue;
      missing.set(name, variable.description ?? "");
    }
  }
  if (missing.size === 0) return undefined;
  const width = Math.max(...[...missing.keys()].map((name) => name.length));
  const lines = [...missing].map(([name, text]) => `  ${name.padEnd(width)}  ${text}`.trimEnd());
  const count = missing.size === 1 ? "1 variable has" : `${missing.size} variables have`;
  const [first] = missing.keys();
  return `${count} no value:\n${lines.join("\n")}\nSet each one in the environment (\`export TF_VAR_${first}=…\`; in a pipeline from a secret), or in terraform.tfvars in the project's root.`;
}

/** The same mistakes that Terraform would find, after it has been started, and without their kind. */
function valuesProblem(
  stacks: readonly SynthesizedStack[],
  { values }: VariableValues,
): string | undefined {
  const names = new Set(stacks.flatMap(({ json }) => Object.keys(json.variable ?? {})));
  const wrong = [...names].flatMap((name) => {
    const value = values.get(name)?.at(-1); // Files come after the environment, as for Terraform.
    const isText = typeof value === "string" || typeof value === "number";
    const mistake = isText && value !== "" ? findMistake(name, String(value)) : undefined;
    return mistake ? [{ name, mistake }] : [];
  });
  const [first] = wrong;
  if (!first) return undefined;
  const width = Math.max(...wrong.map(({ name }) => name.length));
  const lines = wrong.map(({ name, mistake }) => `  ${name.padEnd(width)}  ${mistake}`);
  const count =
    wrong.length === 1 ? "1 variable has a value" : `${wrong.length} variables have values`;
  return `${count} that cannot be right:\n${lines.join("\n")}\nCorrect it where it is set: in the environment (TF_VAR_${first.name}), or in terraform.tfvars in the project's root.`;
}

function findMistake(name: string, value: string): string | undefined {
  if (/_cache_(username|token)$/.test(name)) return findCredentialMistake(value);
  const problem = name === "aws_org_id" ? checkOrganizationId(value) : undefined;
  return problem && `is no id of an organization; ${problem.fix}`;
}
