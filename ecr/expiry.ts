import type { Problem } from "../problems/problem";
import { checkWholeNumber } from "../problems/whole-number";

/**
 * Whether images can be expired after `days` days: a whole number, 1 at least.
 *
 * The days count from the push, which for a cache is the import from upstream. Pulls do not reset
 * them, and there is no "expire what is not pulled".
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function checkExpiryDays(days: number): Problem | undefined {
  const fix =
    "write the number of days to keep an image, e.g. 7; leave `expiry` out to keep images for ever";
  return checkWholeNumber(days, "a whole number of days", fix);
}

/** Whether a repository can be kept to `images` images: a whole number, 1 at least. */
export function checkExpiryImages(images: number): Problem | undefined {
  const fix =
    "write how many images of a repository to keep; one tag of a multi-architecture image is several";
  return checkWholeNumber(images, "a whole number of images", fix);
}
