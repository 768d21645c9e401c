import { Fn } from "cdktf";
import type { TokenClaims } from "../ecr/pipeline/tokens";
import type { PolicyStatement } from "../ecr/policy-statement";

/** Who a statement is about; a policy of a role or a user has none. */
type Principal = Readonly<Record<string, string>>;

/** An IAM policy as the JSON that AWS wants, made by Terraform, which knows the account. */
export function policyJson(statements: readonly PolicyStatement[], principal?: Principal): string {
  return Fn.jsonencode(policy(statements, principal));
}

/** How long a policy is. What Terraform fills in is an account id, of twelve digits. */
export function policyLength(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(policy(statements)).replace(/\$\{[^}]*\}/g, "0".repeat(12)).length;
}

function policy(statements: readonly PolicyStatement[], principal?: Principal) {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, actions, resources, conditions }) => ({
      Sid: sid,
      Effect: "Allow",
      ...(principal && { Principal: principal }),
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  };
}

/** The policy with which a role lets one AWS service, and nobody else, assume it. */
export function trustPolicyJson(service: string): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

/** Whose tokens open a role, and which of them. */
export interface TokenTrust {
  /** ARN of the account's provider for the issuer. */
  readonly provider: string;
  readonly issuer: string;
  readonly audience: string;
  readonly claims: TokenClaims;
}

/** The policy with which a role lets those assume it who have a token with the claims. */
export function tokenTrustPolicyJson({ provider, issuer, audience, claims }: TokenTrust): string {
  const keys = (values: Readonly<Record<string, string | readonly string[]>>) =>
    Object.fromEntries(Object.entries(values).map(([name, one]) => [`${issuer}:${name}`, one]));
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: provider },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: keys({ aud: audience, ...claims.equal }),
          ...(claims.like && { StringLike: keys(claims.like) }),
        },
      },
    ],
  });
}
