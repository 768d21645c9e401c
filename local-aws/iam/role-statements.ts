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
  const attached = [...role.attachedPolicies].map((arn) => managedPolicy(arn, context));
  return [...role.inlinePolicies, ...attached].flatMap(read);
}

/** The statements of a role's permissions boundary; nothing if it has none. */
export function boundaryOf(role: Role, context: CallContext): SourcedStatement[] | undefined {
  const arn = role.permissionsBoundary;
  return arn === undefined ? undefined : read(managedPolicy(arn, context));
}

type NamedDocument = readonly [name: string, document: string];

/** @throws AwsError for a policy of AWS's that this server does not know. */
function managedPolicy(arn: string, context: CallContext): NamedDocument {
  if (ADMINISTRATOR_ACCESS.test(arn)) return ["AdministratorAccess", EVERYTHING];
  if (isAwsManaged(arn)) throw notImplemented(`what the AWS managed policy ${arn} allows`);
  const policy = identitiesOf(context).policies.get(arn);
  const document = policy?.versions.get(policy.defaultVersionId)?.document ?? "";
  return [policy?.name ?? "", document];
}

function read([policyName, document]: NamedDocument): SourcedStatement[] {
  return readPolicy(document).statements.map((statement) => ({ ...statement, policyName }));
}

/** The one AWS managed policy whose content this server knows. */
const ADMINISTRATOR_ACCESS = /^arn:aws[\w-]*:iam::aws:policy\/AdministratorAccess$/;
const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});
