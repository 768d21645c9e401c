import { CacheMap } from "../../../references/cache-map";
import { changesOf, type FileChanges } from "../../../tools/rewrite/file-changes";
import { formats } from "../../../tools/rewrite/formats";
import type { CrdPath } from "../../../tools/rewrite/formats/crd-paths";

export const ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
export const HUB = `${ECR}/docker-hub`;
export const GHCR = `${ECR}/github`;

export const caches = new CacheMap({ "docker.io": HUB, "ghcr.io": GHCR });

interface Options {
  readonly reverse?: boolean;
  readonly digests?: boolean;
  readonly crdPaths?: readonly CrdPath[];
}

/** What the command makes of one file; nothing when it knows no such file. */
export function changes(
  path: string,
  text: string,
  options: Options = {},
): FileChanges | undefined {
  const { reverse = false, digests = false, crdPaths = [] } = options;
  const format = formats(crdPaths).find((one) => one.handles(path, text));
  return (
    format &&
    changesOf({ path, text }, format, {
      map: (reference) =>
        reverse ? caches.toUpstream(reference) : caches.toCache(reference, { digests }),
      refusals: !reverse,
    })
  );
}

/** The text of a file afterwards, with short names for the caches. */
export function rewritten(path: string, text: string, options: Options = {}): string {
  return short(changes(path, text, options)?.text ?? text);
}

export function short(text: string): string {
  return text.replaceAll(HUB, "HUB").replaceAll(GHCR, "GHCR").replaceAll(ECR, "ECR");
}

export function long(text: string): string {
  return text.replaceAll("HUB", HUB).replaceAll("GHCR", GHCR).replaceAll("ECR", ECR);
}
