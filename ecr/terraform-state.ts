import type { PolicyStatement } from "./policy-statement";
import { type Problem, shown } from "./problem";

/** Where Terraform keeps the state of the stacks: objects of one bucket under one prefix. */
export interface TerraformState {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The beginning of the keys, such as `ecr-pull-through-cache/`. */
  readonly prefix: string;
}

/**
 * What Terraform's S3 backend needs. Planning only reads: it takes no lock, which would be to write,
 * and so has to be told `-lock=false`.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function stateStatements(
  { bucket, prefix }: TerraformState,
  what: "read" | "write",
): PolicyStatement[] {
  const objects = `arn:aws:s3:::${bucket}/${prefix}*`;
  const reads: PolicyStatement[] = [
    { sid: "ListState", actions: ["s3:ListBucket"], resources: [`arn:aws:s3:::${bucket}`] },
    { sid: "ReadState", actions: ["s3:GetObject"], resources: [objects] },
  ];
  if (what === "read") return reads;
  return [
    ...reads,
    { sid: "WriteState", actions: ["s3:PutObject"], resources: [objects] },
    { sid: "Unlock", actions: ["s3:DeleteObject"], resources: [`${objects}.tflock`] },
  ];
}

/** Whether `bucket` can be the name of a bucket. */
export function checkBucketName(bucket: string): Problem | undefined {
  if (/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(bucket)) return undefined;
  return {
    given: shown(bucket),
    allowed: "the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
    fix: "write the name, not the ARN or the address",
  };
}

/** Whether `prefix` is the beginning of some keys, and not of all of a bucket. */
export function checkStatePrefix(prefix: string): Problem | undefined {
  if (/^[\w!.'()-][\w!.'()/-]{0,900}$/.test(prefix)) return undefined;
  return {
    given: shown(prefix),
    allowed: "the beginning of the keys: letters, digits or !-_.'()/, without wildcards",
    fix: 'write a folder of the bucket, such as "ecr-pull-through-cache/"',
  };
}
