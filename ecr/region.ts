import { closest } from "fastest-levenshtein";
import { type Problem, shown } from "../problems/problem";

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** Partitions in which the cache cannot work, and why. */
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

/** The Regions of the partition aws. Each of them offers ECR. */
export const REGIONS: readonly string[] = `
  af-south-1
  ap-east-1 ap-east-2
  ap-northeast-1 ap-northeast-2 ap-northeast-3
  ap-south-1 ap-south-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
  ap-southeast-7
  ca-central-1 ca-west-1
  eu-central-1 eu-central-2
  eu-north-1
  eu-south-1 eu-south-2
  eu-west-1 eu-west-2 eu-west-3
  il-central-1
  me-central-1 me-south-1 me-west-1
  mx-central-1
  sa-east-1 sa-west-1
  us-east-1 us-east-2
  us-west-1 us-west-2`
  .trim()
  .split(/\s+/);

/**
 * Whether `region` is one of the Regions that this version knows. Another one may be a mistake or a newer
 * Region, so it should only cause a warning. Invalid Regions are left to `checkRegion`.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ecr.html
 */
export function checkRegionIsKnown(region: string): Problem | undefined {
  if (REGIONS.includes(region) || checkRegion(region)) return undefined;
  return {
    given: shown(region),
    allowed: "a Region that this version knows; one that AWS has opened since works too",
    fix: `did you mean "${closest(region, REGIONS)}"? If it is a new Region, leave it as it is`,
  };
}
