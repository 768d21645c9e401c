import { AwsError } from "../aws-error";
import { restChanges, restReads } from "../protocol/rest-operation";
import { oneOf, string, structure } from "../shape";
import { bucketAt } from "./bucket";

export const bucketVersioningOperations = {
  PutBucketVersioning: restChanges(
    {
      method: "PUT",
      resource: "bucket",
      marker: "versioning",
      body: { member: "VersioningConfiguration", as: "xml" },
    },
    structure(
      {
        Bucket: string(),
        VersioningConfiguration: structure({ Status: oneOf("Enabled", "Suspended") }),
      },
      ["Bucket", "VersioningConfiguration"],
    ),
    (input, call) => {
      const bucket = bucketAt(input.Bucket, call);
      const { Status: status } = input.VersioningConfiguration;
      if (status === undefined) {
        throw new AwsError(
          "IllegalVersioningConfigurationException",
          "The Versioning element must be specified",
        );
      }
      bucket.versioning = status;
      return {};
    },
  ),

  GetBucketVersioning: restReads(
    { method: "GET", resource: "bucket", marker: "versioning" },
    structure({ Bucket: string() }, ["Bucket"]),
    (input, call) => {
      const { versioning } = bucketAt(input.Bucket, call);
      return { body: { root: "VersioningConfiguration", content: { Status: versioning } } };
    },
  ),
};
