import { type Problem, shown } from "./problem";

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** Partitions that have ECR, but no pull-through cache. */
const WITHOUT_PULL_THROUGH_CACHE = [
  { regions: /^cn-/, partition: "aws-cn (China)" },
  { regions: /^us-gov-/, partition: "aws-us-gov (GovCloud)" },
];

/**
 * Whether `region` is an AWS Region that offers the pull-through cache.
 *
 * Only the form is checked, not a list of names, so that a Region which AWS opens tomorrow works.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export function checkRegion(region: string): Problem | undefined {
  if (!REGION.test(region)) {
    return {
      given: shown(region),
      allowed: "the code of an AWS Region, such as eu-west-1",
      fix: "write the Region's code as `aws ec2 describe-regions` lists it",
    };
  }
  const excluded = WITHOUT_PULL_THROUGH_CACHE.find(({ regions }) => regions.test(region));
  if (excluded) {
    return {
      given: shown(region),
      allowed: "a Region of the partition aws",
      fix: `choose another Region: ECR has no pull-through cache in the partition ${excluded.partition}`,
    };
  }
  return undefined;
}
