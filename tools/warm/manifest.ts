import { createHash } from "node:crypto";
import * as z from "zod";
import { parseJson } from "../json";

/** What a tag or a digest refers to: an image, or an index of several. */
export interface Manifest {
  readonly digest: string;
  /** The images of an index, one for each platform. */
  readonly children: readonly Child[];
}

export interface Child {
  readonly digest: string;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platform: string;
}

const DESCRIPTOR = z.object({ digest: z.string().regex(/^[a-z0-9+._-]+:[\w=-]+$/) });

const INDEX = z.object({
  schemaVersion: z.literal(2),
  manifests: z.array(
    DESCRIPTOR.extend({
      platform: z
        .object({ os: z.string(), architecture: z.string(), variant: z.string() })
        .partial()
        .nullish(),
    }),
  ),
});

const IMAGE = z.object({
  schemaVersion: z.literal(2),
  config: DESCRIPTOR,
  layers: z.array(DESCRIPTOR),
});

/**
 * Parses a manifest. Its digest is that of its text, byte for byte.
 *
 * @returns nothing for a text that is not a manifest
 * @see https://github.com/opencontainers/image-spec/blob/main/manifest.md
 */
export function readManifest(text: string): Manifest | undefined {
  const content = z.union([INDEX, IMAGE]).safeParse(parseJson(text)).data;
  if (!content) return undefined;
  const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { digest, children: "manifests" in content ? content.manifests.map(childOf) : [] };
}

function childOf({ digest, platform }: z.infer<typeof INDEX>["manifests"][number]): Child {
  const { os, architecture, variant } = platform ?? {};
  return { digest, platform: [os, architecture, variant].filter(Boolean).join("/") };
}
