import { registryHost } from "../../../ecr/registry";
import { ROOT } from "../../../ecr/repository-prefix";
import { PRIVATE_ECR_HOST } from "../../../ecr/upstream-host";
import { formatImageReference, type ImageReference } from "../../../references/image-reference";
import type { GivenImage } from "../../cli/option-values";
import { type Finding, finding } from "../finding";
import { isUnder, type Registry, type Rule } from "../registry";

const DOCKER_HUB = "registry-1.docker.io";

/** Whether references lead into one of the caches, and there to an image that the upstream may have. */
export function checkImages(registry: Registry, images: readonly GivenImage[]): Finding[] {
  return images.flatMap((image) => checkImage(image, registry));
}

/** The repositories of references that lead into this registry. */
export function repositoriesOf(
  { aws }: Registry,
  images: readonly ImageReference[],
): readonly string[] {
  const own = registryHost(aws.accountId, aws.region);
  return images.flatMap(({ host, repository }) => (host === own ? [repository] : []));
}

function checkImage(image: GivenImage, registry: Registry) {
  const { aws } = registry;
  const where = `image ${image.text}`;
  const own = registryHost(aws.accountId, aws.region);
  if (image.host !== own) return [elsewhere(where, image, registry)];
  const rule = ruleOf(image.repository, registry.rules);
  if (!rule) {
    const caches = registry.rules.map((one) => one.ecrRepositoryPrefix).join(", ");
    return [
      finding("image-uncached", {
        where,
        cause: `no rule has a prefix of ${image.repository}; ECR has it only if somebody pushed it`,
        fix: `begin the repository with the prefix of a cache: ${caches || "there is none"}`,
      }),
    ];
  }
  return [...checkLibrary(where, image, rule), ...checkDigest(where, image)];
}

function elsewhere(where: string, image: ImageReference, registry: Registry): Finding {
  const { accountId, region } = registry.aws;
  const [, account, at] = PRIVATE_ECR_HOST.exec(image.host) ?? [];
  const host = image.host === "docker.io" ? DOCKER_HUB : image.host;
  const rule = registry.rules.find(({ upstreamRegistryUrl }) => upstreamRegistryUrl === host);
  const place = account ? `the registry of ${account} in ${at}` : image.host;
  return finding("image-elsewhere", {
    where,
    cause: `it is pulled from ${place}, not from the cache of ${accountId} in ${region}`,
    fix: rule
      ? formatImageReference({
          ...image,
          host: registryHost(accountId, region),
          repository: `${startOf(rule)}${image.repository}`,
        })
      : `look there, or pull from ${registryHost(accountId, region)}`,
  });
}

/** Official images, and those alone, are under `library/`. */
function checkLibrary(where: string, image: ImageReference, rule: Rule): Finding[] {
  const { upstreamRegistryUrl, upstreamRepositoryPrefix } = rule;
  if (upstreamRegistryUrl !== DOCKER_HUB || (upstreamRepositoryPrefix ?? ROOT) !== ROOT) return [];
  const start = startOf(rule);
  const upstream = image.repository.slice(start.length);
  const segments = upstream.split("/");
  const right =
    segments.length === 1
      ? `library/${upstream}`
      : segments.length > 2 && segments[0] === "library"
        ? segments.slice(1).join("/")
        : undefined;
  if (right === undefined) return [];
  return [
    finding("image-library", {
      where,
      cause:
        segments.length === 1
          ? `Docker Hub has official images under library/ only: the pull fails with "403 Forbidden"`
          : `Docker Hub has nothing but official images under library/: the pull fails as if the login had`,
      fix: formatImageReference({ ...image, repository: `${start}${right}` }),
    }),
  ];
}

function checkDigest(where: string, { digest }: ImageReference): Finding[] {
  if (digest === undefined) return [];
  return [
    finding("image-digest", {
      where,
      cause: "a first pull by digest is reported to fail: only a pull by tag fills the cache",
      fix: "pull the tag once before, and again when it has expired",
    }),
  ];
}

function ruleOf(repository: string, rules: readonly Rule[]): Rule | undefined {
  return rules
    .filter(
      ({ ecrRepositoryPrefix: prefix }) => prefix !== repository && isUnder(repository, prefix),
    )
    .sort((a, b) => weight(b) - weight(a))[0];
}

function startOf({ ecrRepositoryPrefix: prefix }: Rule): string {
  return prefix === ROOT ? "" : `${prefix}/`;
}

function weight({ ecrRepositoryPrefix: prefix }: Rule): number {
  return prefix === ROOT ? 0 : prefix.length;
}
