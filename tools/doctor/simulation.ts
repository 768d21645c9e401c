import {
  type EvaluationResult,
  type IAM,
  paginateSimulatePrincipalPolicy,
} from "@aws-sdk/client-iam";
import { unlessAbsent } from "../aws/unless-absent";

/** An action that a principal may not perform, and why. */
export interface Refusal {
  readonly action: string;
  readonly resource: string;
  readonly reason: "none" | "deny" | "boundary" | "organization";
  /** Condition keys in policies whose values only a real call has. */
  readonly missingKeys: readonly string[];
}

/**
 * Asks IAM what a principal may do with one resource. It is only one, so that each answer clearly
 * belongs to it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export async function simulate(
  arn: string,
  actions: readonly string[],
  resource: string,
  iam: IAM,
): Promise<readonly Refusal[] | "no such principal"> {
  const pages = paginateSimulatePrincipalPolicy(
    { client: iam },
    { PolicySourceArn: arn, ActionNames: [...actions], ResourceArns: [resource] },
  );
  const results = await unlessAbsent("NoSuchEntityException", collect(pages));
  if (!results) return "no such principal";
  return results
    .filter(({ EvalDecision }) => EvalDecision !== "allowed")
    .map((result) => ({
      action: result.EvalActionName ?? "",
      resource,
      reason: reasonOf(result),
      missingKeys: result.MissingContextValues ?? [],
    }));
}

async function collect(pages: ReturnType<typeof paginateSimulatePrincipalPolicy>) {
  const results: EvaluationResult[] = [];
  for await (const { EvaluationResults = [] } of pages) results.push(...EvaluationResults);
  return results;
}

/** External limits come first: no policy of the principal itself would help. */
export function reasonOf(result: EvaluationResult): Refusal["reason"] {
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return "organization";
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) {
    return "boundary";
  }
  return result.EvalDecision === "explicitDeny" ? "deny" : "none";
}
