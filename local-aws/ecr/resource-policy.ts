import type { AwsError } from "../aws-error";
import { invalidParameter } from "../error-format";
import type { CallContext } from "../operation";
import { PolicyProblem, readPolicy, type Statement } from "../policy-document";
import { isMissing, isPrincipal, namedPrincipals } from "../principals";
import { matchingActions, V1_ACTIONS } from "./actions";
import type { PolicyScope } from "./settings";

/** AWS only tells its callers which kind of policy is invalid. */
function refusal(kind: "registry" | "repository", reason: string): AwsError {
  return invalidParameter("PolicyText", `Invalid ${kind} policy provided`, reason);
}

/** Refuses a registry policy that `PutRegistryPolicy` refuses. */
export function checkRegistryPolicy(text: string, scope: PolicyScope, call: CallContext): void {
  check("registry", text, call, (statement) => {
    checkResources(statement, call);
    if (scope === "V2") return;
    if (statement.notActions) throw new PolicyProblem("scope V1 does not support NotAction");
    const outside = statement.actions?.find(
      (action) => !matchingActions(action).every((one) => V1_ACTIONS.includes(one)),
    );
    if (outside !== undefined) {
      throw new PolicyProblem(`scope V1 does not allow ${outside}, only ${V1_ACTIONS.join(", ")}`);
    }
  });
}

/** Refuses an invalid repository policy. Its resource is always the repository itself. */
export function checkRepositoryPolicy(text: string, call: CallContext): void {
  check("repository", text, call, (statement) => {
    if (statement.resources || statement.notResources) {
      throw new PolicyProblem("a repository policy has no Resource");
    }
  });
}

function check(
  kind: "registry" | "repository",
  text: string,
  call: CallContext,
  checkStatement: (statement: Statement) => void,
): void {
  try {
    for (const statement of readPolicy(text).statements) {
      checkActions(statement);
      checkPrincipals(statement, call);
      checkStatement(statement);
    }
  } catch (error) {
    if (error instanceof PolicyProblem) throw refusal(kind, error.message);
    throw error;
  }
}

function checkActions({ actions, notActions }: Statement): void {
  const all = actions ?? notActions;
  if (!all) throw new PolicyProblem("a statement has no Action");
  const unknown = all.find((action) => matchingActions(action).length === 0);
  if (unknown !== undefined) throw new PolicyProblem(`${unknown} is not an action of Amazon ECR`);
}

function checkPrincipals(statement: Statement, call: CallContext): void {
  for (const { kind, name } of namedPrincipals(statement)) {
    if (!isPrincipal(kind, name, call)) throw new PolicyProblem(`${name} is not a principal`);
    if (isMissing(name, call)) {
      throw invalidParameter("PolicyText", "Principal not found", `there is no ${name}`);
    }
  }
}

function checkResources({ resources, notResources }: Statement, call: CallContext): void {
  const all = resources ?? notResources;
  if (!all) throw new PolicyProblem("a statement has no Resource");
  const own = `arn:${call.partition}:ecr:${call.region}:${call.accountId}:repository/`;
  const foreign = all.find((one) => one !== "*" && (!one.startsWith(own) || one === own));
  if (foreign !== undefined)
    throw new PolicyProblem(`${foreign} is not in this registry (${own}…)`);
}
