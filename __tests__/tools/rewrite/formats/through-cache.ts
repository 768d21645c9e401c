import { CacheMap } from "../../../../references/cache-map";
import type { FileFormat, ImageSite } from "../../../../tools/rewrite/image-site";

export const CACHE = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";

const map = new CacheMap({
  "docker.io": `${CACHE}/docker-hub`,
  "ghcr.io": `${CACHE}/ghcr`,
});

/** The text with the changes that a format proposes for what the map changes, from last to first. */
export function throughCache(format: FileFormat, text: string, path = "file"): string {
  const edits = format.sites(text, path).flatMap((site) => editsOf(site));
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce(
      (changed, { start, end, text: by }) => changed.slice(0, start) + by + changed.slice(end),
      text,
    );
}

function editsOf(site: ImageSite) {
  const mapping = map.toCache(site.reference);
  if (site.refusal !== undefined || mapping.outcome === "left") return [];
  return site.replace(mapping.reference) ?? [];
}

/** Each place that is not to be changed, with the sentence that says why. */
export function refusals(format: FileFormat, text: string, path = "file"): string[] {
  return format
    .sites(text, path)
    .flatMap(({ reference, refusal }) => (refusal ? [`${reference}: ${refusal}`] : []));
}

/** A text without what the map adds and takes, so that all else can be compared. */
export function withoutCache(text: string): string {
  return text
    .replaceAll(`${CACHE}/docker-hub/library/`, "")
    .replaceAll(`${CACHE}/docker-hub/`, "")
    .replaceAll(`${CACHE}/ghcr/`, "ghcr.io/");
}
