import { createHash } from "node:crypto";
import type { Manifest } from "./repository";

/** A tagged image in an upstream registry. */
export interface UpstreamImage {
  /** The manifest that the tag points to: an index, or the only manifest. */
  readonly manifest: Manifest;
  /** The manifests in an index, by platform. */
  readonly platforms: Readonly<Record<string, Manifest>>;
}

export interface UpstreamImageOptions {
  /** Determines the digests: publish another revision to move a tag. @default "1" */
  readonly revision?: string;
  /** `[]` makes an image without an index. @default linux/amd64 and linux/arm64 */
  readonly platforms?: readonly string[];
}

const OCI = "application/vnd.oci.image";

/** Generates an image. Its layers do not exist, because this server never serves layers. */
export function upstreamImage(
  repository: string,
  { revision = "1", platforms = ["linux/amd64", "linux/arm64"] }: UpstreamImageOptions = {},
): UpstreamImage {
  const single = (platform: string) => imageManifest(`${repository} ${revision} ${platform}`);
  const children = Object.fromEntries(platforms.map((platform) => [platform, single(platform)]));
  if (platforms.length === 0) return { manifest: single("any"), platforms: {} };
  const manifests = Object.entries(children).map(([platform, { digest, mediaType, text }]) => {
    const [os, architecture, variant] = platform.split("/");
    const size = Buffer.byteLength(text);
    return { mediaType, digest, size, platform: { architecture, os, variant } };
  });
  const mediaType = `${OCI}.index.v1+json`;
  return { manifest: manifestOf({ schemaVersion: 2, mediaType, manifests }), platforms: children };
}

function imageManifest(content: string): Manifest {
  const mediaType = `${OCI}.manifest.v1+json`;
  const part = (kind: string, type: string) => ({
    mediaType: `${OCI}.${type}`,
    digest: digestOf(`${kind} of ${content}`),
    size: 1024,
  });
  const config = part("configuration", "config.v1+json");
  const layers = [part("layer", "layer.v1.tar+gzip")];
  return manifestOf({ schemaVersion: 2, mediaType, config, layers });
}

function manifestOf(content: {
  readonly mediaType: string;
  readonly [member: string]: unknown;
}): Manifest {
  const text = JSON.stringify(content);
  return { digest: digestOf(text), mediaType: content.mediaType, text };
}

function digestOf(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
