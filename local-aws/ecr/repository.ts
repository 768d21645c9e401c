/** A manifest, byte for byte as it came: its digest is that of the text. */
export interface Manifest {
  /** `sha256:…` */
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/** What a tag leads to, and when that was last compared with the upstream. */
export interface TaggedImage {
  readonly digest: string;
  readonly comparedAt: number;
}

/** One repository of a registry: manifests without their layers. */
export interface Repository {
  readonly name: string;
  /** By digest. */
  readonly manifests: Map<string, Manifest>;
  readonly tags: Map<string, TaggedImage>;
}

export function newRepository(name: string): Repository {
  return { name, manifests: new Map(), tags: new Map() };
}
