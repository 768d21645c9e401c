import { AwsError } from "../aws-error";
import type { ErrorFormat } from "../error-format";
import type { RestXmlService } from "../service";
import { bucketVersioningOperations } from "./bucket-versioning";
import { bucketOperations } from "./buckets";
import { objectListOperations } from "./object-list";
import { objectReadingOperations } from "./object-reading";
import { objectVersionListOperations } from "./object-version-list";
import { objectWritingOperations } from "./object-writing";
import { s3Permissions } from "./permissions";

/** Amazon S3 reports only the first invalid argument. */
const s3ErrorFormat: ErrorFormat = ([first]) => {
  if (!first) throw new Error("an error needs at least one violation");
  return new AwsError("InvalidArgument", `${first.path.join(".")}: ${first.constraint}`);
};

/** The part of Amazon S3 that a Terraform state needs: objects, conditional requests, versions. */
export const s3: RestXmlService = {
  name: "s3",
  protocol: "rest-xml",
  errorFormat: s3ErrorFormat,
  throttlingCode: "SlowDown",
  throttlingStatus: 503,
  accessDeniedCode: "AccessDenied",
  accessDeniedStatus: 403,
  permissions: s3Permissions,
  operations: {
    ...bucketOperations,
    ...bucketVersioningOperations,
    ...objectReadingOperations,
    ...objectWritingOperations,
    ...objectListOperations,
    ...objectVersionListOperations,
  },
};
