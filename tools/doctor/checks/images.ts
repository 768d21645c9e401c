import { registryHost } from "../../../ecr/registry";
import { registryAt } from "../../../ecr/registry-address";
import { ROOT } from "../../../ecr/repository-prefix";
import { REGISTRIES } from "../../../ecr/upstream-registries";
import {
  canonicalImageReference,
  formatImageReference,
  type ImageReference,
} from "../../../references/image-reference";
import type { GivenImage } from "../../cli/option-values";
import { type Finding, finding } from "../finding";
import { type Registry, type Rule, ruleOf } from "../registry";

const DOCKER_HUB = REGISTRIES["docker-hub"].host;

/** Checks whether references lead to one of the caches, and there to an image that can exist upstream. */
export function checkImages(registry: Registry, images: readonly GivenImage[]): Finding[] {
  return images.flatMap((image) => checkImage(image, registry));
}

/** The repositories of the references that are in this registry. */
export function repositoriesOf(
  { aws }: Registry,
  images: readonly ImageReference[],
): readonly string[] {
  return images.flatMap(({ host, repository }) => (isIn(aws, host) ? [repository] : []));
}

function checkImage(image: GivenImage, registry: Registry) {
  const { aws } = registry;
  const where = `image ${image.text}`;
  if (!isIn(aws, image.host)) return [elsewhere(where, image, registry)];
  const rule = ruleOf(image.repository, registry.rules);
  if (!rule) {
    const caches = registry.rules.map((one) => one.ecrRepositoryPrefix).join(", ");
    return [
      finding("image-uncached", {
        where,
        cause: `${image.repository} is not under the prefix of a rule: it only exists if somebody pushed it`,
        fix: `start the repository with the prefix of a cache: ${caches || "there is none"}`,
      }),
    ];
  }
  return [...checkLibrary(where, image, rule), ...checkDigest(where, image)];
}

/** Whether a host is one of this registry: the usual one, dual-stack or FIPS. */
function isIn({ accountId, region }: Registry["aws"], host: string): boolean {
  return registryAt(host)?.host === registryHost(accountId, region);
}

function elsewhere(where: string, image: ImageReference, registry: Registry): Finding {
  const { accountId, region } = registry.aws;
  const found = registryAt(image.host);
  const rule = registry.rules.find(({ upstreamRegistryUrl: url }) => url === found?.host);
  const { account, region: at } = found?.parts ?? {};
  const place = account ? `the registry of ${account} in ${at}` : image.host;
  const canonical = canonicalImageReference(image);
  return finding("image-elsewhere", {
    where,
    cause: `it is pulled from ${place}, not from the cache of ${accountId} in ${region}`,
    fix: rule
      ? formatImageReference({
          ...canonical,
          host: registryHost(accountId, region),
          repository: `${startOf(rule)}${canonical.repository}`,
        })
      : `look there, or pull from ${registryHost(accountId, region)}`,
  });
}

/** Official images are under `library/`, and no other images are. */
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
          ? `on Docker Hub, official images are only under library/: the pull fails with "403 Forbidden"`
          : `on Docker Hub, only official images are under library/: the pull fails with an error about the login`,
      fix: formatImageReference({ ...image, repository: `${start}${right}` }),
    }),
  ];
}

function checkDigest(where: string, { digest }: ImageReference): Finding[] {
  if (digest === undefined) return [];
  return [
    finding("image-digest", {
      where,
      cause: "the first pull of an image by digest may fail: only a pull by tag fills the cache",
      fix: "pull the tag once first, and again when the image has expired",
    }),
  ];
}

function startOf({ ecrRepositoryPrefix: prefix }: Rule): string {
  return prefix === ROOT ? "" : `${prefix}/`;
}
