import { Fn } from "cdktf";
import type { PolicyStatement } from "../ecr/policy-statement";

/** Who a statement is about; a policy of a role or a user has none. */
type Principal = Readonly<Record<string, string>>;

/** An IAM policy as the JSON that AWS wants, made by Terraform, which knows the account. */
export function policyJson(statements: readonly PolicyStatement[], principal?: Principal): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: statements.map(({ sid, actions, resources }) => ({
      Sid: sid,
      Effect: "Allow",
      ...(principal && { Principal: principal }),
      Action: actions,
      Resource: resources,
    })),
  });
}

/** The policy with which a role lets one AWS service, and nobody else, assume it. */
export function trustPolicyJson(service: string): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
