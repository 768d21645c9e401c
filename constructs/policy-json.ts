import { Fn } from "cdktf";
import type { TokenClaims } from "../ecr/pipeline/tokens";
import type { PolicyStatement } from "../ecr/policy-statement";

/** The principal of a statement. An identity-based policy has none. */
type Principal = Readonly<Record<string, string>>;

/** An IAM policy as JSON. Terraform encodes it, because only Terraform knows the account id. */
export function policyJson(statements: readonly PolicyStatement[], principal?: Principal): string {
  return Fn.jsonencode(policy(statements, principal));
}

/** The length of a policy, in characters. Terraform will fill in account ids, of twelve digits. */
export function policyLength(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(policy(statements)).replace(/\$\{[^}]*\}/g, "0".repeat(12)).length;
}

function policy(statements: readonly PolicyStatement[], principal?: Principal) {
  return {
    Version: "2012-10-17",
    Statement: statements.map(({ sid, effect = "Allow", actions, resources, conditions }) => ({
      Sid: sid,
      Effect: effect,
      ...(principal && { Principal: principal }),
      Action: actions,
      Resource: resources,
      ...(conditions && { Condition: conditions }),
    })),
  };
}

/** The trust policy that lets one AWS service, and nobody else, assume a role. */
export function trustPolicyJson(service: string): string {
  return Fn.jsonencode({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}

/** The tokens that a role trusts. */
export interface TokenTrust {
  /** ARN of the account's provider for the issuer. */
  readonly provider: string;
  /** The host that issues the tokens. */
  readonly issuer: string;
  /** The audience of the tokens. */
  readonly audience: string;
  /** The claims that the tokens must have. */
  readonly claims: TokenClaims;
}

/** The trust policy that lets whoever has a token with the claims assume a role. */
export function tokenTrustPolicyJson(trust: TokenTrust): string {
  return Fn.jsonencode(tokenTrustPolicy(trust));
}

/** The length of such a policy, in characters: Terraform may only know the provider's ARN later. */
export function tokenTrustPolicyLength(trust: TokenTrust): number {
  const provider = `arn:aws:iam::${"0".repeat(12)}:oidc-provider/${trust.issuer}`;
  return JSON.stringify(tokenTrustPolicy({ ...trust, provider })).length;
}

function tokenTrustPolicy({ provider, issuer, audience, claims }: TokenTrust) {
  const keys = (values: Readonly<Record<string, string | readonly string[]>>) =>
    Object.fromEntries(Object.entries(values).map(([name, one]) => [`${issuer}:${name}`, one]));
  return {
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
  };
}
