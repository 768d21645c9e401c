import type { S3 } from "@aws-sdk/client-s3";
import type { RequestLimits } from "../network/request-limits";
import { clientConfig, interruptible, resolveCredentials } from "./client-config";
import { credentialsOf, stsClient } from "./connection";
import { unlessAbsent } from "./unless-absent";

/** Where a state is in Amazon S3. */
export interface StateBucket {
  readonly bucket: string;
  readonly key: string;
  readonly region?: string | undefined;
  /** A role that may use the bucket. */
  readonly roleArn?: string | undefined;
  /** The KMS key that the state is encrypted with. @default - keys that Amazon S3 manages */
  readonly kmsKeyId?: string | undefined;
}

/** The text of a state; nothing where there is no such object. */
export async function readStateObject(
  place: StateBucket,
  limits: RequestLimits,
): Promise<string | undefined> {
  const s3 = await connectToS3(place, limits);
  const { bucket: Bucket, key: Key } = place;
  const object = await unlessAbsent("NoSuchKey", s3.getObject({ Bucket, Key }));
  return object?.Body?.transformToString();
}

/** Writes a text, encrypted as the state itself is. */
export async function writeStateObject(
  place: StateBucket,
  text: string,
  limits: RequestLimits,
): Promise<void> {
  const s3 = await connectToS3(place, limits);
  const { bucket: Bucket, key: Key, kmsKeyId: SSEKMSKeyId } = place;
  const encryption = SSEKMSKeyId
    ? ({ ServerSideEncryption: "aws:kms", SSEKMSKeyId } as const)
    : ({ ServerSideEncryption: "AES256" } as const);
  await s3.putObject({ Bucket, Key, Body: text, ...encryption });
}

/** The keys of the objects in the same folder of the bucket, at most a thousand of them. */
export async function keysBeside(place: StateBucket, limits: RequestLimits): Promise<string[]> {
  const s3 = await connectToS3(place, limits);
  const Prefix = place.key.slice(0, place.key.lastIndexOf("/") + 1);
  const page = await s3.listObjectsV2({ Bucket: place.bucket, Prefix, Delimiter: "/" });
  return (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
}

async function connectToS3({ region, roleArn }: StateBucket, limits: RequestLimits): Promise<S3> {
  // Most commands and most stacks do without.
  const { S3: Client } = await import("@aws-sdk/client-s3");
  const base = clientConfig(region, limits);
  const sts = stsClient(base, limits);
  await resolveCredentials(sts, limits);
  const credentials = roleArn ? credentialsOf(roleArn, sts) : sts.config.credentials;
  return interruptible(new Client({ ...base, credentials }), limits);
}
