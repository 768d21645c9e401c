import type { CacheMap } from "../../references/cache-map";
import { longestFirst } from "../../references/longest-prefix";
import {
  LONGEST,
  NO_IMAGE,
  type Spelling,
  spellingsElsewhere,
  spellingsOf,
} from "./image-patterns";

/** Every upstream bypasses its cache, so there is nothing to rewrite. */
export class NothingCached extends Error {}

/**
 * A CEL expression for the image in its cache, or for the unchanged image where the map has no cache.
 *
 * The cases are regular expressions that follow the grammar of references, so that text which is not a
 * reference, and a digest that the cache may not have, stay unchanged.
 *
 * @param image CEL for the image, such as `c.image`
 * @throws NothingCached
 */
export function imageExpression(map: CacheMap, image: string, digests: boolean): string {
  const caches = longestFirst(map.entries, ({ upstream }) => upstream).map(({ upstream }) => ({
    upstream,
    cache: cacheOf(map, upstream),
  }));
  if (caches.every(({ cache }) => cache === undefined)) {
    throw new NothingCached("every upstream bypasses its cache: delete the policy instead");
  }
  const casesOf = (spellings: (upstream: string, digests: boolean) => Spelling[]) =>
    caches.flatMap(({ upstream, cache }) =>
      spellings(upstream, digests).map(({ pattern, between, rest, unless }) => {
        const isNot = unless ? ` && !${unless(image)}` : "";
        const value = cache === undefined ? image : `'${cache}${between}' + ${rest(image)}`;
        return `${image}.matches(r'${pattern}')${isNot} ? ${value} :`;
      }),
    );
  // In the same order as the map: first the upstreams as they are named there, then their other hosts.
  const cases = [...casesOf(spellingsOf), ...casesOf(spellingsElsewhere)];
  const kept = `size(${image}) > ${LONGEST} || ${image}.matches(r'${NO_IMAGE}') ? ${image} :`;
  return [kept, ...cases, image].join("\n");
}

/** The cache of an upstream; nothing where its images are not cached. */
function cacheOf(map: CacheMap, upstream: string): string | undefined {
  const probe = "/some/image";
  const mapping = map.toCache(upstream + probe);
  return mapping.outcome === "mapped" ? mapping.reference.slice(0, -probe.length) : undefined;
}
