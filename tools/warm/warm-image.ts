import { fail } from "./failure";
import type { Child, Manifest } from "./manifest";
import type { RegistryClient } from "./registry-client";
import type { Target } from "./target";

/** An image that is in the cache. */
export interface Warm {
  /** The digest that was given, or that of the tag. */
  readonly digest: string;
  /** Whether nothing was pulled, because a digest can only be looked up. */
  readonly there: boolean;
  /** What the user should know about the image. */
  readonly note?: string;
}

/** ECR also imports the images of an index, but may answer before it has finished. */
const CHILD_ATTEMPTS = 6;

/**
 * Pulls the manifest of an image by its tag, then checks that the pinned digest and the images of the
 * platforms are in the cache.
 *
 * @throws WarmFailure
 */
export async function warmImage(
  target: Target,
  platforms: readonly string[],
  client: RegistryClient,
): Promise<Warm> {
  const { tag, digest } = target;
  if (tag === undefined) return lookFor(target, digest ?? "", client);
  const manifest = await client.manifest(target, tag);
  for (const platform of platforms) await checkPlatform(target, manifest, platform, client);
  if (digest === undefined || digest === manifest.digest) {
    return { digest: manifest.digest, there: false };
  }
  if (await isThere(target, digest, manifest, client)) {
    const own = manifest.children.some((child) => child.digest === digest);
    const note = `${tag} now refers to ${manifest.digest}; the pinned image is still in the cache`;
    return { digest, there: false, ...(!own && { note }) };
  }
  throw fail(
    "moved",
    `in the cache, ${tag} refers to ${manifest.digest}, and the pinned image is not there`,
    "pin the current digest of the tag; if the pinned image is newer, wait: ECR compares a tag with its upstream once every 24 hours",
  );
}

async function lookFor(target: Target, digest: string, client: RegistryClient): Promise<Warm> {
  if (await client.has(target, digest)) return { digest, there: true };
  throw fail(
    "digest",
    "the cache does not have this digest, and the first pull of an image by digest does not fill a cache",
    "write the tag before the digest: nginx:1.29@sha256:…",
  );
}

async function checkPlatform(
  target: Target,
  { children }: Manifest,
  platform: string,
  client: RegistryClient,
): Promise<void> {
  // An image without an index is for one platform, which its manifest does not name.
  if (children.length === 0) return;
  const child = children.find((one) => isFor(platform, one));
  if (!child) {
    const all = children.map((one) => one.platform).filter((one) => !one.startsWith("unknown"));
    throw fail("platform", `there is no image for ${platform}`, `choose one of ${all.join(", ")}`);
  }
  if (await becomesThere(target, child.digest, client)) return;
  throw fail(
    "platform",
    `the cache has the index, but not its image for ${platform} yet`,
    "run it again in a few minutes: ECR may still be importing it",
  );
}

/** `linux/arm64` also matches `linux/arm64/v8`. */
function isFor(platform: string, child: Child): boolean {
  return child.platform === platform || child.platform.startsWith(`${platform}/`);
}

async function isThere(
  target: Target,
  digest: string,
  { children }: Manifest,
  client: RegistryClient,
): Promise<boolean> {
  return children.some((child) => child.digest === digest)
    ? becomesThere(target, digest, client)
    : client.has(target, digest);
}

async function becomesThere(
  target: Target,
  digest: string,
  client: RegistryClient,
): Promise<boolean> {
  for (let attempt = 0; attempt < CHILD_ATTEMPTS; attempt++) {
    if (attempt > 0) await client.pause(attempt);
    if (await client.has(target, digest)) return true;
  }
  return false;
}
