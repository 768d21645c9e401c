import { AwsError } from "../aws-error";

const FORBIDDEN_BEGINNING = /^(xn--|sthree-|amzn-s3-demo-)/;
const FORBIDDEN_END = /(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/**
 * @throws AwsError when the name of a bucket is not valid
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function checkBucketName(name: string): void {
  const reason = problem(name);
  if (reason === undefined) return;
  throw new AwsError("InvalidBucketName", "The specified bucket is not valid.", { reason });
}

function problem(name: string): string | undefined {
  if (name.length < 3 || name.length > 63) return "the name of a bucket has 3 to 63 characters";
  if (!/^[a-z\d][a-z\d.-]*[a-z\d]$/.test(name)) {
    return "the name of a bucket consists of lowercase letters, digits, dots and hyphens, and begins and ends with a letter or a digit";
  }
  if (name.includes("..")) return "the name of a bucket does not have two dots in a row";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return "the name of a bucket is not an IP address";
  if (FORBIDDEN_BEGINNING.test(name) || FORBIDDEN_END.test(name)) {
    return "this prefix or suffix of a bucket name is reserved";
  }
  return undefined;
}
