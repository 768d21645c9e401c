import { parseArn } from "./arn";
import { identitiesOf, roleWithArn } from "./iam/identity-store";
import type { CallContext } from "./operation";
import { PolicyProblem, type Statement } from "./policy-document";
import { isServicePrincipal } from "./service-principals";

/** The principals of a statement in a resource-based policy. */
export function namedPrincipals({
  principals,
  notPrincipals,
}: Pick<Statement, "principals" | "notPrincipals">): {
  readonly kind: string;
  readonly name: string;
}[] {
  const all = principals ?? notPrincipals;
  if (!all) throw new PolicyProblem("a statement has no Principal");
  return Object.entries(all).flatMap(([kind, names]) => names.map((name) => ({ kind, name })));
}

/** The user to whom all access keys belong that AssumeRole did not issue. */
export const LOCAL_USER = "user/local-aws";

/** Apart from `*`, a principal has no wildcards: AWS refuses them in the name and in the ARN. */
const ENTITY = /^(root|(role|user|assumed-role|federated-user)\/[^*?\s]+)$/;

/** Whether a resource-based policy may name a principal in this way. */
export function isPrincipal(kind: string, name: string, { partition }: CallContext): boolean {
  if (kind === "*") return true;
  if (kind === "Service") return isServicePrincipal(name);
  if (kind !== "AWS") return false;
  if (name === "*" || /^\d{12}$/.test(name)) return true;
  const arn = parseArn(name);
  return (
    arn?.partition === partition &&
    (arn.service === "iam" || arn.service === "sts") &&
    arn.region === "" &&
    /^\d{12}$/.test(arn.accountId) &&
    ENTITY.test(arn.resource)
  );
}

/** AWS checks that principals exist. This server only knows the identities of the caller's account. */
export function isMissing(name: string, call: CallContext): boolean {
  const arn = parseArn(name);
  if (arn?.accountId !== call.accountId) return false;
  if (arn.resource.startsWith("user/")) return arn.resource !== LOCAL_USER;
  return arn.resource.startsWith("role/") && roleWithArn(name, call) === undefined;
}

/** The identity providers that need not be created in an account. */
const BUILT_IN = [
  "accounts.google.com",
  "cognito-identity.amazonaws.com",
  "graph.facebook.com",
  "www.amazon.com",
];

/** Whether the trust policy of a role may name an identity provider, which must exist. */
export function isIdentityProvider(name: string, call: CallContext): boolean {
  return BUILT_IN.includes(name) || identitiesOf(call).oidcProviders.has(name);
}
