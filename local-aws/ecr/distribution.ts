import { AwsError } from "../aws-error";
import { type HttpAnswer, type HttpRequest, header } from "../protocol/http-message";

/*
 * The part of the OCI distribution protocol that reads manifests. A pull of a manifest becomes the
 * operation BatchGetImage.
 *
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 */

/** Whether a request speaks the distribution protocol rather than the API of a service. */
export function isDistribution({ url }: HttpRequest): boolean {
  return /^\/v2(\/|$)/.test(url);
}

/** The input of BatchGetImage for a pull. */
export function readPull({ method, url }: HttpRequest): object {
  const [, name, reference = ""] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url) ?? [];
  if (name === undefined || (method !== "GET" && method !== "HEAD")) {
    throw new AwsError("Unsupported", `local-aws does not implement ${method} ${url}.`);
  }
  const id = decodeURIComponent(reference);
  return {
    repositoryName: name,
    imageIds: [id.includes(":") ? { imageDigest: id } : { imageTag: id }],
  };
}

/** The response with a manifest. ECR does not convert manifests to accepted media types. */
export function pullAnswer(request: HttpRequest, output: object | undefined): HttpAnswer {
  const { images = [] } = (output ?? {}) as { images?: readonly PulledImage[] };
  const [image] = images;
  if (!image) throw new AwsError("ImageNotFoundException", "Requested image not found");
  const { imageManifest, imageManifestMediaType: type, imageId } = image;
  const accepted = (header(request, "accept") ?? "*/*").split(",").map((one) => one.trim());
  if (!accepted.includes("*/*") && !accepted.includes(type)) {
    throw new AwsError("ImageNotFoundException", `Manifest of type ${type} is not accepted`);
  }
  return {
    status: 200,
    headers: { "content-type": type, "docker-content-digest": imageId.imageDigest },
    body: imageManifest,
  };
}

interface PulledImage {
  readonly imageId: { readonly imageDigest: string };
  readonly imageManifest: string;
  readonly imageManifestMediaType: string;
}

const CODES: Readonly<Record<string, readonly [status: number, code: string]>> = {
  AccessDeniedException: [403, "DENIED"],
  ImageNotFoundException: [404, "MANIFEST_UNKNOWN"],
  InvalidParameterException: [400, "NAME_INVALID"],
  RepositoryNotFoundException: [404, "NAME_UNKNOWN"],
  ThrottlingException: [429, "TOOMANYREQUESTS"],
  UnableToGetUpstreamImageException: [403, "DENIED"],
  Unsupported: [405, "UNSUPPORTED"],
};

/** An error in the form of the protocol. Without a login, ECR answers with plain text. */
export function distributionError({ code, status, message, headers }: AwsError): HttpAnswer {
  if (code === "Unauthorized") return { status: 401, headers, body: `${message}\n` };
  const [known, oci] = CODES[code] ?? [status, "UNKNOWN"];
  return {
    status: known,
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ errors: [{ code: oci, message }] }),
  };
}
