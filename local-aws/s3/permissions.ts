import { type Input, type Permissions, stringMember } from "../permission";

/** Many of S3's actions are not named after the operation, and some cover several operations. */
const onBucket =
  (action?: string): Permissions =>
  (call, input) => [{ action: action ?? call, resource: bucket(input) }];

/** Access to a given version of an object is an action of its own. */
const onObject =
  (action: string, ofVersion = action): Permissions =>
  (_, input) => [
    {
      action: stringMember(input, "VersionId") === "" ? action : ofVersion,
      resource: `${bucket(input)}/${stringMember(input, "Key")}`,
    },
  ];

const bucket = (input: Input) => `arn:aws:s3:::${stringMember(input, "Bucket")}`;

export const s3Permissions: Readonly<Record<string, Permissions>> = {
  ListBuckets: () => [{ action: "s3:ListAllMyBuckets", resource: "*" }],
  CreateBucket: onBucket(),
  HeadBucket: onBucket("s3:ListBucket"),
  DeleteBucket: onBucket(),
  GetBucketVersioning: onBucket(),
  PutBucketVersioning: onBucket(),
  ListObjectsV2: onBucket("s3:ListBucket"),
  ListObjectVersions: onBucket("s3:ListBucketVersions"),
  GetObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  HeadObject: onObject("s3:GetObject", "s3:GetObjectVersion"),
  PutObject: onObject("s3:PutObject"),
  DeleteObject: onObject("s3:DeleteObject", "s3:DeleteObjectVersion"),
};
