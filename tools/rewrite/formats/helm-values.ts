import { posix } from "node:path";
import { parseImageReference } from "../../../references/image-reference";
import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { eachMapping } from "../yaml/walk";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";
import { partsSites, placeParts } from "./image-parts";

const NAME = /(^|[-_.])values([-_.].*)?\.ya?ml$/i;
const IMAGE_KEY = /^image$|[a-z0-9]Image$/;
const BESIDE_AN_IMAGE = ["tag", "imageTag", "digest", "pullPolicy", "imagePullPolicy"];
const PICTURE = /\.(png|jpe?g|gif|svg|webp|ico|iso|img|qcow2)$/i;

/** Helm values: images in one text or in parts, at whatever depth the charts have them. */
export const helmValues: FileFormat = {
  name: "Helm values",
  handles: (path) => NAME.test(posix.basename(path)),
  sites: (text) => {
    if (!/image|repository/i.test(text)) return [];
    return eachOnce(yamlDocuments(text).flatMap(valuesSites));
  },
};

/** The images in values, which a file or a resource may hold. */
export function valuesSites(values: YamlNode): ImageSite[] {
  const sites: ImageSite[] = [];
  const registry = globalRegistry(values);
  const refusal =
    registry &&
    "the chart's global.imageRegistry replaces the registry of its images: empty it, then run this again";
  // The reference stands for all of that registry.
  if (registry) sites.push(...registrySites(registry, refusal));
  const images: YamlNode[] = [];
  eachMapping(values, (mapping, key) => {
    if (isImageInParts(mapping, key)) images.push(mapping);
    for (const [name, value] of mapping.entries) {
      if (value.node === placeParts(mapping).repository?.node) continue;
      if (IMAGE_KEY.test(name) && isImage(value.text, mapping)) {
        sites.push(...scalarSites(value, { refusal }));
      }
    }
  });
  const isShared = sharing(images);
  const inParts = images.flatMap((one) => partsSites(one, { refusal, isShared: isShared(one) }));
  return [...sites, ...inParts];
}

/** With an anchor, one registry may stand before two repositories, and only one of them be cached. */
function sharing(images: readonly YamlNode[]): (image: YamlNode) => boolean {
  const beside = new Map<unknown, Set<unknown>>();
  const add = (one: YamlNode | undefined, other: YamlNode | undefined) => {
    if (one?.text === undefined) return;
    beside.set(one.node, new Set([...(beside.get(one.node) ?? []), other?.node]));
  };
  for (const { registry, repository } of images.map(placeParts)) {
    add(registry, repository);
    add(repository, registry);
  }
  return (image) =>
    Object.values(placeParts(image)).some((part) => (beside.get(part?.node)?.size ?? 0) > 1);
}

function globalRegistry(values: YamlNode): YamlNode | undefined {
  const global = values.get("global");
  const registry =
    global?.get("imageRegistry") ?? global?.at("image", "registry") ?? global?.get("registry");
  return registry?.text === undefined ? undefined : registry;
}

function registrySites(registry: YamlNode, refusal: string | undefined): ImageSite[] {
  const reference = `${registry.text}/image`;
  const site = { offset: registry.offset, reference, replace: () => undefined };
  return [{ ...site, ...(refusal && { refusal }) }];
}

/** `git: {repository, tag}` has the same keys, so one more sign is asked for. */
function isImageInParts(mapping: YamlNode, key: string | undefined): boolean {
  if (placeParts(mapping).repository?.text === undefined) return false;
  if (key !== undefined && /image$/i.test(key)) return true;
  return ["registry", "pullPolicy"].some((name) => mapping.get(name) !== undefined);
}

/** `image: banner.png` and `image: large` have the same key, so one more sign is asked for. */
function isImage(text: string | undefined, mapping: YamlNode): boolean {
  if (text === undefined || PICTURE.test(text)) return false;
  if (BESIDE_AN_IMAGE.some((name) => mapping.get(name) !== undefined)) return true;
  return hasVersionOrHost(text);
}

function hasVersionOrHost(text: string): boolean {
  const name = text.slice(text.lastIndexOf("/") + 1);
  return /[:@]/.test(name) || parseImageReference(text)?.host === text.split("/", 1)[0];
}
