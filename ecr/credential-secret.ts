import { type Problem, shown } from "../problems/problem";
import { normalizePrefix } from "./repository-prefix";

/**
 * The namespace of the secrets that ECR's service-linked role may read.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
const NAMESPACE = "ecr-pullthroughcache/";

/** In an ARN, Secrets Manager appends a hyphen and six characters to the name. */
const LOOKS_LIKE_AN_ARN_SUFFIX = /-[A-Za-z0-9]{6}$/;

const SECRET_ARN =
  /^arn:aws:secretsmanager:([a-z0-9-]+):(\d{12}):secret:ecr-pullthroughcache\/[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}$/;
const MAX_ARN_LENGTH = 612;

/**
 * The name of the secret that holds the credentials of the upstream under `prefix`.
 *
 * A name that ends like the suffix of an ARN breaks lookups by partial ARN, and AWS advises against
 * it; for such a prefix (`team-mirror`), the name gets one more segment.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export function credentialSecretName(prefix: string): string {
  const name = `${NAMESPACE}${normalizePrefix(prefix)}`;
  return LOOKS_LIKE_AN_ARN_SUFFIX.test(name) ? `${name}/credentials` : name;
}

/**
 * Whether ECR can read credentials for a registry in `region` from the secret with this ARN.
 *
 * @param account the registry's account, where that is known
 */
export function checkSecretArn(arn: string, region: string, account?: string): Problem | undefined {
  const form = "the ARN of a secret whose name begins with ecr-pullthroughcache/";
  const found = arn.length <= MAX_ARN_LENGTH ? SECRET_ARN.exec(arn) : null;
  if (!found) {
    return {
      // Somebody may write the secret itself here, which must not be printed.
      given: arn.startsWith("arn:") ? shown(arn) : undefined,
      allowed: form,
      fix: "copy the whole ARN, with its six last characters: `aws secretsmanager describe-secret --query ARN`",
    };
  }
  if (found[1] !== region) {
    return {
      given: shown(arn),
      allowed: `${form}, in the Region of the cache, ${region}`,
      fix: `replicate the secret to ${region}, or create it there`,
    };
  }
  if (account !== undefined && found[2] !== account) {
    return {
      given: shown(arn),
      allowed: `${form}, in the account of the cache, ${account}`,
      fix: `create the secret in ${account}: ECR reads none of another account`,
    };
  }
  return undefined;
}
