import { type Problem, shown } from "../problems/problem";

const KMS_KEY_ARN = /^arn:aws:kms:([a-z0-9-]+):\d{12}:key\/[a-z0-9-]+$/;

/** Whether repositories in `region` can be encrypted with the key: a full ARN, of the same Region. */
export function checkKmsKeyArn(arn: string, region: string): Problem | undefined {
  const found = KMS_KEY_ARN.exec(arn);
  if (found?.[1] === region) return undefined;
  return {
    given: shown(arn),
    allowed: `the ARN of a KMS key in ${region}: arn:aws:kms:${region}:<account>:key/<id>`,
    fix: arn.includes("alias/")
      ? "write no alias: copy the key's ARN from `aws kms describe-key`"
      : "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`",
  };
}
