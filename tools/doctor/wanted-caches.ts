import { normalizePrefix } from "../../ecr/repository-prefix";
import { evaluate, knownReferences, type References, Unresolvable } from "../terraform/expressions";
import type { Attributes, SynthesizedStack } from "../terraform/synthesized-stack";

/** What a stack declares, as far as pulls depend on it. */
export interface WantedCaches {
  readonly stack: string;
  readonly rules: readonly WantedRule[];
  /** The rules whose values only Terraform knows. */
  readonly unknown: readonly { readonly address: string; readonly why: string }[];
  /** The prefixes that have a creation template. */
  readonly templates: readonly string[];
  /** The actions that the registry policy allows to others; absent where the stack has no such policy. */
  readonly policyActions: readonly string[] | undefined;
}

export interface WantedRule {
  readonly address: string;
  readonly prefix: string;
  readonly upstream: string;
  /** Whether the app makes the secret with which ECR logs in. */
  readonly makesSecret: boolean;
}

export function hasCaches({ json }: SynthesizedStack): boolean {
  return json.resource?.["aws_ecr_pull_through_cache_rule"] !== undefined;
}

/** Reads what a stack declares from its synthesized JSON. */
export async function wantedCaches(
  { name, json }: SynthesizedStack,
  accountId: string,
): Promise<WantedCaches> {
  const references: References = {
    ...knownReferences(json, accountId, process.env),
    resource(address, attribute) {
      throw new Unresolvable(`only Terraform knows ${address}.${attribute}`);
    },
  };
  const text = (value: unknown) => evaluate(String(value), references);
  const rules: WantedRule[] = [];
  const unknown: { address: string; why: string }[] = [];
  for (const [key, rule] of resources(json.resource, "aws_ecr_pull_through_cache_rule")) {
    const address = `aws_ecr_pull_through_cache_rule.${key}`;
    try {
      const prefix = await text(rule["ecr_repository_prefix"]);
      const upstream = await text(rule["upstream_registry_url"]);
      const makesSecret = String(rule["credential_arn"]).startsWith("${aws_secretsmanager_secret.");
      rules.push({ address, prefix: normalizePrefix(prefix), upstream, makesSecret });
    } catch (error) {
      if (!(error instanceof Unresolvable)) throw error;
      unknown.push({ address, why: error.message });
    }
  }
  const templates = resources(json.resource, "aws_ecr_repository_creation_template");
  const policies = resources(json.resource, "aws_ecr_registry_policy");
  return {
    stack: name,
    rules,
    unknown,
    templates: templates.map(([, { prefix }]) => normalizePrefix(String(prefix))),
    policyActions: policies.length > 0 ? policyActions(json.data) : undefined,
  };
}

function resources(
  of: Readonly<Record<string, Readonly<Record<string, Attributes>>>> | undefined,
  type: string,
): [name: string, attributes: Attributes][] {
  return Object.entries(of?.[type] ?? {});
}

function policyActions(data: SynthesizedStack["json"]["data"]): string[] {
  const document = data?.["aws_iam_policy_document"]?.["ecr_registry_policy"];
  const statements = (document?.["statement"] ?? []) as { readonly actions?: string[] }[];
  return [...new Set(statements.flatMap(({ actions = [] }) => actions))];
}
