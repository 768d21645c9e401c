import { createHash } from "node:crypto";
import { jsonObject } from "./json-object";

/** What a tag or a digest leads to: an image, or an index of several. */
export interface Manifest {
  readonly digest: string;
  /** Of an index, the images of its platforms. */
  readonly children: readonly Child[];
}

export interface Child {
  readonly digest: string;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platform: string;
}

/**
 * A manifest's digest is that of its text, byte for byte.
 * @returns nothing for a text that is no manifest
 */
export function readManifest(text: string): Manifest | undefined {
  const content = jsonObject(text);
  if (!content) return undefined;
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { digest, children: childrenIn(content) };
}

function childrenIn({ manifests }: Record<string, unknown>): Child[] {
  if (!Array.isArray(manifests)) return [];
  return manifests.map(({ digest, platform }) => ({
    digest: String(digest),
    platform: [platform?.os, platform?.architecture, platform?.variant].filter(Boolean).join("/"),
  }));
}
