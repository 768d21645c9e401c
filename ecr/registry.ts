import { normalizePrefix, ROOT } from "./repository-prefix";

/*
 * Names and ARNs of an ECR registry, of which there is one per AWS account and Region. The account id may
 * also be a Terraform expression.
 */

/** The location of the registry with the caches. */
export interface CacheLocation {
  readonly region: string;
  /** The account, where it is known before Terraform asks AWS. */
  readonly account?: string;
}

/** The host that images are pulled from, e.g. `111111111111.dkr.ecr.eu-west-1.amazonaws.com`. */
export function registryHost(accountId: string, region: string): string {
  return `${accountId}.dkr.ecr.${region}.amazonaws.com`;
}

/**
 * What goes in front of an upstream repository's name to pull it through the cache, with the slash
 * at its end: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/`.
 */
export function cacheAddress(accountId: string, region: string, prefix: string): string {
  const host = registryHost(accountId, region);
  return prefix === ROOT ? `${host}/` : `${host}/${normalizePrefix(prefix)}/`;
}

/** The ARN pattern of every repository under a prefix; of the whole registry for `ROOT`. */
export function repositoryArn(accountId: string, region: string, prefix: string): string {
  const pattern = prefix === ROOT ? "*" : `${normalizePrefix(prefix)}/*`;
  return repositoryPatternArn(accountId, region, pattern);
}

/**
 * The command that logs Docker in to a registry. The token that it fetches lives for 12 hours.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 */
export function dockerLoginCommand(accountId: string, region: string): string {
  const host = registryHost(accountId, region);
  return `aws ecr get-login-password --region ${region} | docker login --username AWS --password-stdin ${host}`;
}

/** The ARN pattern of repositories, for a name with wildcards such as `docker-hub/library/*`. */
export function repositoryPatternArn(accountId: string, region: string, pattern: string): string {
  return `arn:aws:ecr:${region}:${accountId}:repository/${pattern}`;
}
