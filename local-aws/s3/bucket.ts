import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { type AwsState, regionalSlot } from "../state";
import { ObjectVersions, type Versioning } from "./object-versions";

/** A bucket of one account in one Region. */
export interface Bucket {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly createdDate: Date;
  /** Absent until it is first configured. */
  versioning?: Versioning;
  readonly objects: Map<string, ObjectVersions>;
}

/** By name. */
export const bucketStores = regionalSlot(() => new Map<string, Bucket>());

/** The buckets of the caller's account in the caller's Region. */
export const bucketsOf = (call: CallContext): Map<string, Bucket> =>
  call.state.get(bucketStores, call);

/** A bucket of any account in any Region: all of them share one namespace. */
export function findBucket(name: string, state: AwsState): Bucket | undefined {
  return state
    .all(bucketStores)
    .find((buckets) => buckets.has(name))
    ?.get(name);
}

/** @throws AwsError when there is no such bucket in the caller's account and Region. */
export function bucketAt(name: string, call: CallContext): Bucket {
  const bucket = findBucket(name, call.state);
  if (!bucket) {
    throw new AwsError("NoSuchBucket", "The specified bucket does not exist", { status: 404 });
  }
  if (bucket.accountId !== call.accountId) {
    throw new AwsError("AccessDenied", "Access Denied", { status: 403 });
  }
  if (bucket.region !== call.region) {
    throw new AwsError(
      "PermanentRedirect",
      "The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
      {
        status: 301,
        headers: { "x-amz-bucket-region": bucket.region },
        reason: `the bucket is in ${bucket.region}`,
      },
    );
  }
  return bucket;
}

/** The versions of an object, created if the bucket has no such object. */
export function versionsAt(bucket: Bucket, key: string): ObjectVersions {
  const versions = bucket.objects.get(key) ?? new ObjectVersions();
  bucket.objects.set(key, versions);
  return versions;
}

/** S3 lists keys in the order of their UTF-8 bytes. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The objects with their keys, in the order of listings. */
export function sortedObjects(bucket: Bucket): [key: string, versions: ObjectVersions][] {
  return [...bucket.objects].sort(([a], [b]) => compareKeys(a, b));
}
