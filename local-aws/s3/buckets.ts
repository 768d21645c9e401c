import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { restChanges, restReads } from "../protocol/rest-operation";
import { string, structure } from "../shape";
import { type Bucket, bucketAt, bucketStores, bucketsOf, findBucket } from "./bucket";
import { checkBucketName } from "./bucket-name";

/** In this Region, a location is omitted, and creating a bucket again is not an error. */
const FIRST_REGION = "us-east-1";

const oneBucket = structure({ Bucket: string() }, ["Bucket"]);

export const bucketOperations = {
  CreateBucket: restChanges(
    {
      method: "PUT",
      resource: "bucket",
      body: { member: "CreateBucketConfiguration", as: "xml" },
    },
    structure(
      {
        Bucket: string(),
        CreateBucketConfiguration: structure({ LocationConstraint: string() }),
      },
      ["Bucket"],
    ),
    (input, call) => {
      const { Bucket: name } = input;
      checkBucketName(name);
      checkLocation(input.CreateBucketConfiguration?.LocationConstraint, call.region);
      const existing = findBucket(name, call.state);
      if (existing) refuseTakenName(existing, call);
      else {
        const { accountId, region } = call;
        const createdDate = new Date();
        bucketsOf(call).set(name, { name, accountId, region, createdDate, objects: new Map() });
      }
      return { headers: { location: `/${name}` } };
    },
  ),

  HeadBucket: restReads({ method: "HEAD", resource: "bucket" }, oneBucket, (input, call) => {
    const { region } = bucketAt(input.Bucket, call);
    return { headers: { "content-type": "application/xml", "x-amz-bucket-region": region } };
  }),

  DeleteBucket: restChanges({ method: "DELETE", resource: "bucket" }, oneBucket, (input, call) => {
    const { name, objects, versioning } = bucketAt(input.Bucket, call);
    if ([...objects.values()].some(({ all }) => all.length > 0)) {
      const message = "The bucket you tried to delete is not empty";
      const versions = versioning && ". You must delete all versions in the bucket.";
      throw new AwsError("BucketNotEmpty", message + (versions ?? ""), { status: 409 });
    }
    bucketsOf(call).delete(name);
    return { status: 204 };
  }),

  ListBuckets: restReads({ method: "GET", resource: "service" }, structure({}), (_, call) => {
    const own = call.state
      .all(bucketStores)
      .flatMap((buckets) => [...buckets.values()])
      .filter(({ accountId }) => accountId === call.accountId);
    own.sort((a, b) => (a.name < b.name ? -1 : 1));
    const content = {
      Owner: { ID: call.accountId },
      Buckets: {
        Bucket: own.map(({ name, createdDate }) => ({ Name: name, CreationDate: createdDate })),
      },
    };
    return { body: { root: "ListAllMyBucketsResult", content } };
  }),
};

function checkLocation(location: string | undefined, region: string): void {
  if (location === FIRST_REGION) {
    throw new AwsError(
      "InvalidLocationConstraint",
      "The specified location-constraint is not valid",
    );
  }
  if ((location ?? FIRST_REGION) === region) return;
  throw new AwsError(
    "IllegalLocationConstraintException",
    `The ${location ?? "unspecified"} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function refuseTakenName(existing: Bucket, call: CallContext): void {
  if (existing.accountId !== call.accountId) {
    throw new AwsError(
      "BucketAlreadyExists",
      "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
      { status: 409 },
    );
  }
  if (existing.region === FIRST_REGION && call.region === FIRST_REGION) return;
  throw new AwsError(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    { status: 409 },
  );
}
