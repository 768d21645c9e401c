import { type Problem, shown } from "./problem";

/**
 * Whether images can be expired after `days` days: a whole number, 1 at least.
 *
 * The days count from the push, which for a cache is the import from upstream. Pulls do not reset
 * them, and there is no "expire what is not pulled".
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function checkExpiryDays(days: number): Problem | undefined {
  if (Number.isSafeInteger(days) && days >= 1) return undefined;
  return {
    given: shown(days),
    allowed: "a whole number of days, 1 or more",
    fix: "write the number of days to keep an image, e.g. 7; leave `expiry` out to keep images for ever",
  };
}

/** Whether a repository can be kept to `images` images: a whole number, 1 at least. */
export function checkExpiryImages(images: number): Problem | undefined {
  if (Number.isSafeInteger(images) && images >= 1) return undefined;
  return {
    given: shown(images),
    allowed: "a whole number of images, 1 or more",
    fix: "write how many images of a repository to keep; one tag of a multi-architecture image is several",
  };
}
