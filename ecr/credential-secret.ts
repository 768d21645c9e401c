import { normalizePrefix } from "./repository-prefix";

/**
 * The beginning of every name that ECR's service-linked role may read.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
const NAMESPACE = "ecr-pullthroughcache/";

/** Secrets Manager puts a hyphen and six characters behind a name to make the ARN. */
const LOOKS_LIKE_AN_ARN_SUFFIX = /-[A-Za-z0-9]{6}$/;

/**
 * The name of the secret that holds the credentials of the upstream under `prefix`.
 *
 * A name that ends like an ARN's suffix confuses look-ups by partial ARN, and AWS advises against
 * it; such a prefix (`team-mirror`) gets one more segment.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function credentialSecretName(prefix: string): string {
  const name = `${NAMESPACE}${normalizePrefix(prefix)}`;
  return LOOKS_LIKE_AN_ARN_SUFFIX.test(name) ? `${name}/credentials` : name;
}
