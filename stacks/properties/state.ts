import type { TerraformBackend, TerraformStack } from "cdktf";
import type { FormOf } from "../../constructs/form";
import { checkFunction, checkString, checkStrings } from "../../problems/value-type";

/** Where a stack keeps its state: exactly one of these. */
export type StackState =
  | {
      /** An object in Amazon S3. */
      readonly s3: S3State;
    }
  | {
      /** A workspace of HCP Terraform or Terraform Enterprise. */
      readonly hcpTerraform: HcpTerraformState;
    }
  | {
      /** Creates any other backend that CDKTF has: `(stack) => new GcsBackend(stack, { … })`. */
      readonly backend: (stack: TerraformStack) => TerraformBackend;
    };

/**
 * An object in an S3 bucket, encrypted, and locked by a file beside it during a deployment. The stack
 * does not create the bucket: it has to exist before the first deployment, preferably with versioning.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
export interface S3State {
  /** The name of the bucket. */
  readonly bucket: string;
  /**
   * The key of the object.
   * @default - `ecr-pull-through-cache/<stack>.tfstate`
   */
  readonly key?: string;
  /**
   * The Region of the bucket.
   * @default - the stack's own
   */
  readonly region?: string;
  /**
   * ARN of the KMS key that the state is encrypted with.
   * @default - AES-256 with keys that Amazon S3 manages
   */
  readonly kmsKeyArn?: string;
  /**
   * ARN of a role that may use the bucket, for a bucket of another account.
   * @default - Terraform's own credentials, and never the role in `account.roleArn`
   */
  readonly roleArn?: string;
}

/**
 * A workspace in HCP Terraform (Terraform Cloud) or Terraform Enterprise.
 *
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
export interface HcpTerraformState {
  /** The name of the organization. */
  readonly organization: string;
  /**
   * The name of the workspace; `terraform init` creates it if it does not exist.
   * @default - the workspaces that have `tags`: exactly one of the two is needed
   */
  readonly workspace?: string;
  /**
   * The tags that the workspaces have, all of them; `terraform workspace select` chooses a workspace.
   * @default - the one `workspace`: exactly one of the two is needed
   */
  readonly tags?: readonly string[];
  /**
   * The project of the workspace.
   * @default - the organization's default project
   */
  readonly project?: string;
  /**
   * The host of Terraform Enterprise.
   * @default "app.terraform.io"
   */
  readonly hostname?: string;
}

const S3: FormOf<S3State> = {
  shape: {
    bucket: checkString,
    key: checkString,
    region: checkString,
    kmsKeyArn: checkString,
    roleArn: checkString,
  },
  required: ["bucket"],
};

const HCP_TERRAFORM: FormOf<HcpTerraformState> = {
  shape: {
    organization: checkString,
    workspace: checkString,
    tags: checkStrings,
    project: checkString,
    hostname: checkString,
  },
  required: ["organization"],
  oneOf: ["workspace", "tags"],
};

/** What each of the properties may be, for an app without a type check. */
export const STATE: FormOf<StackState> = {
  shape: { s3: S3, hcpTerraform: HCP_TERRAFORM, backend: checkFunction },
  oneOf: ["s3", "hcpTerraform", "backend"],
};
