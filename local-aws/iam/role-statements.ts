import { notImplemented } from "../aws-error";
import type { CallContext } from "../operation";
import { readPolicy, type Statement } from "../policy-document";
import { identitiesOf, type Role } from "./identity-store";
import { isAwsManaged } from "./managed-policies";

/** A statement with the name of the policy that contains it. */
export interface SourcedStatement extends Statement {
  readonly policyName: string;
}

/** The statements of a role's inline and attached policies. */
export function statementsOf(role: Role, context: CallContext): SourcedStatement[] {
  const { policies } = identitiesOf(context);
  const attached = [...role.attachedPolicies].map((arn): [string, string] => {
    if (isAwsManaged(arn)) throw notImplemented(`what the AWS managed policy ${arn} allows`);
    const policy = policies.get(arn);
    const document = policy?.versions.get(policy.defaultVersionId)?.document ?? "";
    return [policy?.name ?? "", document];
  });
  return [...role.inlinePolicies, ...attached].flatMap(([policyName, document]) =>
    readPolicy(document).statements.map((statement) => ({ ...statement, policyName })),
  );
}
