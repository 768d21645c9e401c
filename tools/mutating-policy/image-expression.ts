import type { CacheMap } from "../../references/cache-map";
import { LONGEST, NO_IMAGE, spellingsOf } from "./image-patterns";

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
  // The entry that says most about a reference has the word, as in the map.
  const entries = [...map.entries].sort((a, b) => b.upstream.length - a.upstream.length);
  const caches = entries.map(({ upstream }) => ({ upstream, cache: cacheOf(map, upstream) }));
  if (caches.every(({ cache }) => cache === undefined)) {
    throw new NothingCached("every upstream leads around its cache: delete the policy instead");
  }
  const cases = caches.flatMap(({ upstream, cache }) =>
    spellingsOf(upstream, digests).map(({ pattern, between, rest, unless }) => {
      const isNot = unless ? ` && !${unless(image)}` : "";
      const value = cache === undefined ? image : `'${cache}${between}' + ${rest(image)}`;
      return `${image}.matches(r'${pattern}')${isNot} ? ${value} :`;
    }),
  );
  const kept = `size(${image}) > ${LONGEST} || ${image}.matches(r'${NO_IMAGE}') ? ${image} :`;
  return [kept, ...cases, image].join("\n");
}

/** What the map makes of an upstream; nothing where it leaves its images. */
function cacheOf(map: CacheMap, upstream: string): string | undefined {
  const probe = "/some/image";
  const mapping = map.toCache(upstream + probe);
  return mapping.outcome === "mapped" ? mapping.reference.slice(0, -probe.length) : undefined;
}
