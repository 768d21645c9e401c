import { type CallContext, changes } from "../operation";
import { list, string, structure } from "../shape";
import { ownRegistryOnly, registryId } from "./registry-id";
import type { Manifest, Repository } from "./repository";
import { repositoryName, repositoryNamed } from "./repository-reference";
import { importFromUpstream } from "./upstream-import";

const imageId = structure({
  imageDigest: string({ pattern: /[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+/ }),
  imageTag: string({ min: 1, max: 300 }),
});

export const imageOperations = {
  /** Reads manifests, and changes the registry when it fills the cache. */
  BatchGetImage: changes(
    structure(
      {
        registryId,
        repositoryName,
        imageIds: list(imageId, { min: 1, max: 100 }),
        acceptedMediaTypes: list(string(), { min: 1, max: 100 }),
      },
      ["repositoryName", "imageIds"],
    ),
    (input, call) => {
      const { repositoryName: name } = input;
      ownRegistryOnly(input.registryId, call);
      for (const { imageTag, imageDigest } of input.imageIds) {
        // A pull by digest does not fill the cache.
        if (imageTag !== undefined && imageDigest === undefined) {
          importFromUpstream(name, imageTag, call);
        }
      }
      const repository = repositoryNamed(name, input.registryId, call);
      const found = input.imageIds.map((id) => ({ id, manifest: manifestAt(id, repository) }));
      return {
        images: found.flatMap(({ id, manifest }) =>
          manifest ? [describeImage(manifest, id.imageTag, repository, call)] : [],
        ),
        failures: found.flatMap(({ id, manifest }) => (manifest ? [] : [notFound(id)])),
      };
    },
  ),
};

interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}

/** A tag and a digest, if both are given, must identify the same image. */
function manifestAt({ imageDigest, imageTag }: ImageId, repository: Repository) {
  const tagged = imageTag === undefined ? undefined : repository.images.get(imageTag)?.digest;
  if (imageTag !== undefined && imageDigest !== undefined && tagged !== imageDigest) {
    return undefined;
  }
  return repository.manifests.get(imageDigest ?? tagged ?? "");
}

function describeImage(
  { digest, mediaType, text }: Manifest,
  imageTag: string | undefined,
  { name }: Repository,
  call: CallContext,
) {
  return {
    registryId: call.accountId,
    repositoryName: name,
    imageId: { imageDigest: digest, imageTag },
    imageManifest: text,
    imageManifestMediaType: mediaType,
  };
}

function notFound(id: ImageId) {
  return {
    imageId: id,
    failureCode: "ImageNotFound",
    failureReason: "Requested image not found",
  };
}
