import { AwsError } from "../aws-error";

const FORBIDDEN_BEGINNING = /^(xn--|sthree-|amzn-s3-demo-)/;
const FORBIDDEN_END = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/**
 * @throws AwsError when no bucket may have this name
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkBucketName(name: string): void {
  const reason = problem(name);
  if (reason === undefined) return;
  throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", { reason });
}

function problem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "a bucket's name has 3 to 63 characters";
  if (!/^[a-z\d][a-z\d.-]*[a-z\d]$/.test(name)) {
    return "a bucket's name has lower-case letters, digits, dots and hyphens, with a letter or digit at both ends";
  }
  if (name.includes("..")) return "a bucket's name has no two dots in a row";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "a bucket's name is no IP address";
  if (FORBIDDEN_BEGINNING.test(name) || FORBIDDEN_END.test(name)) {
    return "this beginning or end of a bucket's name is reserved";
  }
  return undefined;
}
