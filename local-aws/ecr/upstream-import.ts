import { AwsError } from "../aws-error";
import { isAllowed } from "../iam/authorization";
import type { CallContext } from "../operation";
import { loginFailure } from "./pull-through-cache-rules";
import {
  type PullThroughCacheRule,
  type Registry,
  type RepositoryCreationTemplate,
  registryOf,
} from "./registry";
import { newRepository, type Repository, type RepositorySettings } from "./repository";
import { repositoryArn } from "./repository-arn";
import type { UpstreamImage } from "./upstream-image";
import { upstreamImages } from "./upstream-store";

const ONE_DAY = 24 * 60 * 60 * 1000;

/**
 * Fills the cache before a pull by tag: creates the repository if it does not exist, and imports
 * the image if its tag does not exist or has not been compared with the upstream's for a day. Does
 * nothing if no rule matches.
 *
 * Steps that the caller is not allowed to take are skipped, so that the pull finds nothing: ECR
 * does not report more than that.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export function importFromUpstream(name: string, tag: string, call: CallContext): void {
  const registry = registryOf(call);
  const rule = longestMatch([...registry.rules.values()], name, (one) => one.ecrRepositoryPrefix);
  if (!rule) return;
  const repository = registry.repositories.get(name) ?? createRepository(name, registry, call);
  if (!repository || !may("BatchImportUpstreamImage", name, call)) return;
  const cached = repository.images.get(tag);
  if (cached && Date.now() - cached.comparedAt < ONE_DAY) return;
  try {
    const image = upstreamImageFor(rule, name, tag, call);
    if (image) store(image, tag, repository);
  } catch (error) {
    // A cached tag is served even if the upstream registry fails.
    if (!cached) throw error;
  }
}

function createRepository(
  name: string,
  registry: Registry,
  call: CallContext,
): Repository | undefined {
  if (!may("CreateRepository", name, call)) return undefined;
  const template = longestMatch(
    [...registry.templates.values()].filter(({ appliedFor }) =>
      appliedFor.includes("PULL_THROUGH_CACHE"),
    ),
    name,
    ({ prefix }) => prefix,
  );
  if (template && !canBeApplied(template)) return undefined;
  const repository = newRepository(name, template ? settingsOf(template) : DEFAULT_SETTINGS, call);
  registry.repositories.set(name, repository);
  return repository;
}

/** The settings of a repository that no template matches. */
const DEFAULT_SETTINGS: RepositorySettings = {
  imageTagMutability: "MUTABLE",
  encryptionConfiguration: { encryptionType: "AES256" },
};

/** A template only applies when a repository is created. */
function settingsOf(template: RepositoryCreationTemplate): RepositorySettings {
  const { resourceTags, imageTagMutability, imageTagMutabilityExclusionFilters } = template;
  const { encryptionConfiguration, lifecyclePolicy } = template;
  return {
    imageTagMutability,
    imageTagMutabilityExclusionFilters,
    encryptionConfiguration,
    lifecyclePolicy,
    tags: resourceTags,
  };
}

/** Tags and KMS encryption require a role in the template. */
function canBeApplied(template: RepositoryCreationTemplate): boolean {
  const { resourceTags, encryptionConfiguration, customRoleArn } = template;
  const plain = resourceTags.length === 0 && encryptionConfiguration.encryptionType === "AES256";
  return plain || customRoleArn !== undefined;
}

function upstreamImageFor(
  rule: PullThroughCacheRule,
  name: string,
  tag: string,
  call: CallContext,
): UpstreamImage | undefined {
  const failure = loginFailure(rule, call);
  if (failure !== undefined) {
    throw unableToGetUpstreamImage(
      "The authentication to the upstream registry failed. Verify that the credentials provided in the pull through cache rule are correct, and try again.",
      failure,
    );
  }
  const { ecrRepositoryPrefix: prefix, upstreamRepositoryPrefix: upstream = "ROOT" } = rule;
  const rest = prefix === "ROOT" ? name : name.slice(prefix.length + 1);
  const repository = upstream === "ROOT" ? rest : `${upstream}/${rest}`;
  if (rule.upstreamRegistry === "docker-hub" && !repository.includes("/")) {
    throw unableToGetUpstreamImage("Forbidden", "an official image without library/");
  }
  return call.state.get(upstreamImages).find(rule.upstreamRegistryUrl, repository, tag);
}

/** ECR imports an index together with the manifests of all its platforms. */
function store({ manifest, platforms }: UpstreamImage, tag: string, repository: Repository): void {
  for (const one of [manifest, ...Object.values(platforms)]) {
    repository.manifests.set(one.digest, one);
  }
  repository.images.set(tag, { digest: manifest.digest, comparedAt: Date.now() });
}

/** The longest matching prefix applies; `ROOT` applies when no other prefix matches. */
function longestMatch<T>(
  all: readonly T[],
  name: string,
  prefixOf: (one: T) => string,
): T | undefined {
  const matching = all.filter((one) => name.startsWith(`${prefixOf(one)}/`));
  const [longest] = matching.sort((a, b) => prefixOf(b).length - prefixOf(a).length);
  return longest ?? all.find((one) => prefixOf(one) === "ROOT");
}

function may(action: string, name: string, call: CallContext): boolean {
  return isAllowed({ action: `ecr:${action}`, resource: repositoryArn(name, call) }, call);
}

function unableToGetUpstreamImage(message: string, reason: string): AwsError {
  return new AwsError("UnableToGetUpstreamImageException", message, { reason });
}
