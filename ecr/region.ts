import { type Problem, shown } from "../problems/problem";

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** Partitions in which this cannot work, and why. */
const EXCLUDED = [
  { regions: /^cn-/, why: "ECR has no pull-through cache in the partition aws-cn (China)" },
  {
    regions: /^us-gov-/,
    why: "ECR has no pull-through cache in the partition aws-us-gov (GovCloud)",
  },
  {
    regions: /^[a-z]{2}-iso/,
    why: "isolated Regions reach no registry outside, and have other host names",
  },
  {
    regions: /^eusc-/,
    why: "the European Sovereign Cloud has other host names, which are not known here",
  },
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
  const excluded = EXCLUDED.find(({ regions }) => regions.test(region));
  if (!excluded) return undefined;
  return {
    given: shown(region),
    allowed: "a Region of the partition aws",
    fix: `choose another Region: ${excluded.why}`,
  };
}
