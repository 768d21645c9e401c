import { formatVersion, parseImageReference } from "../../../references/image-reference";
import type { Edit, ImageSite } from "../image-site";
import type { YamlNode } from "../yaml/yaml-node";

const DIGESTS = ["digest", "sha", "sha256"];

/** Where the image is, in two texts or in one. */
export interface PlaceParts {
  readonly registry: YamlNode | undefined;
  readonly repository: YamlNode | undefined;
}

/** The parts of a mapping; ingress-nginx has `image` beside `registry` for the repository. */
export function placeParts(image: YamlNode): PlaceParts {
  const registry = image.get("registry");
  const inImage = registry?.text === undefined ? undefined : image.get("image");
  return { registry, repository: image.get("repository") ?? inImage };
}

export interface PartsOptions {
  readonly refusal?: string | undefined;
  /** Whether another image has one of the two texts and another one beside it. */
  readonly isShared?: boolean;
}

/** The site of an image that a mapping has in parts: `registry`, `repository`, `tag` and `digest`. */
export function partsSites(
  image: YamlNode,
  { refusal, isShared = false }: PartsOptions = {},
): ImageSite[] {
  const { registry, repository } = placeParts(image);
  const path = repository?.text;
  if (!repository || path === undefined) return [];
  const prefix = registry?.text === undefined ? "" : `${registry.text}/`;
  return [
    {
      offset: (prefix !== "" && registry ? registry : repository).offset,
      reference: withVersion(prefix + path, image),
      replace: (reference) =>
        isShared ? undefined : replaced({ registry, repository, path }, reference),
      ...(refusal && { refusal }),
    },
  ];
}

/** A tag that is a template or a variable says nothing about where the image is. */
function withVersion(name: string, image: YamlNode): string {
  const tag = image.get("tag")?.text;
  const tagged = tag === undefined ? name : ifReference(`${name}:${tag}`, name);
  const digest = DIGESTS.map((key) => image.get(key)?.text).find((one) => one !== undefined);
  if (digest === undefined) return tagged;
  const pin = digest.includes(":") ? digest : `sha256:${digest}`;
  return ifReference(`${tagged}@${pin}`, tagged);
}

function ifReference(text: string, otherwise: string): string {
  return parseImageReference(text) ? text : otherwise;
}

interface Parts {
  readonly registry: YamlNode | undefined;
  readonly repository: YamlNode;
  readonly path: string;
}

/** An anchor that gives its text to several images stays: they may not all go the same way. */
function replaced({ registry, repository, path }: Parts, by: string): Edit[] | undefined {
  const to = parseImageReference(by);
  if (!to || repository.shared || registry?.shared) return undefined;
  const version = formatVersion(parseImageReference(path) ?? {});
  if (registry?.text === undefined) {
    const name = by.slice(0, by.length - formatVersion(to).length);
    const edit = repository.replaced(path, name + version);
    return edit && [edit];
  }
  const host = registry.replaced(registry.text, to.host);
  const rest = repository.replaced(path, to.repository + version);
  return host && rest && [host, rest];
}
