import type { CacheMap } from "../../references/cache-map";
import { longestFirst } from "../../references/longest-prefix";
import {
  LONGEST,
  NO_IMAGE,
  type Spelling,
  spellingsElsewhere,
  spellingsOf,
} from "./image-patterns";

/** Where every upstream leads around its cache: there is nothing to rewrite. */
export class NothingCached extends Error {}

/**
 * CEL that is the image through the cache where the map has one, and else the image as it is.
 *
 * Regular expressions say which, as the grammar of references does, so that a text which is none,
 * and a digest that the cache may not have, stay.
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
    throw new NothingCached("every upstream leads around its cache: delete the policy instead");
  }
  const casesOf = (spellings: (upstream: string, digests: boolean) => Spelling[]) =>
    caches.flatMap(({ upstream, cache }) =>
      spellings(upstream, digests).map(({ pattern, between, rest, unless }) => {
        const isNot = unless ? ` && !${unless(image)}` : "";
        const value = cache === undefined ? image : `'${cache}${between}' + ${rest(image)}`;
        return `${image}.matches(r'${pattern}')${isNot} ? ${value} :`;
      }),
    );
  // As in the map: first the upstreams as they are named there, and then their other hosts.
  const cases = [...casesOf(spellingsOf), ...casesOf(spellingsElsewhere)];
  const kept = `size(${image}) > ${LONGEST} || ${image}.matches(r'${NO_IMAGE}') ? ${image} :`;
  return [kept, ...cases, image].join("\n");
}

/** What the map makes of an upstream; nothing where it leaves its images. */
function cacheOf(map: CacheMap, upstream: string): string | undefined {
  const probe = "/some/image";
  const mapping = map.toCache(upstream + probe);
  return mapping.outcome === "mapped" ? mapping.reference.slice(0, -probe.length) : undefined;
}
