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
        VersioningConfiguration: structure({ Status: oneOf("Enabled", "Suspended") }, ["Status"]),
      },
      ["Bucket", "VersioningConfiguration"],
    ),
    (input, call) => {
      bucketAt(input.Bucket, call).versioning = input.VersioningConfiguration.Status;
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
