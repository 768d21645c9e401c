/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
export const LAMBDA =
  "Lambda cannot use a pull-through cache: copy the image into a repository of your own";
