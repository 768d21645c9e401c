import { FAILURE_ALARM, type FailureAlarmProps } from "../../constructs/failure-alarm";
import type { FormOf } from "../../constructs/form";
import { IMAGE_SCANNING, type ImageScanningProps } from "../../constructs/image-scanning";
import { EXPIRY, type ExpiryProps } from "../../constructs/lifecycle-policy";
import {
  ORGANIZATION_ACCESS,
  type OrganizationAccessProps,
} from "../../constructs/organization-access";
import { PULL_PERMISSIONS, type PullPermissionsProps } from "../../constructs/pull-permissions";
import {
  CREATED_REPOSITORY,
  type CreatedRepositoryProps,
} from "../../constructs/repository-creation-template";
import { SECRETS, type SecretOptions } from "../../constructs/upstream-credentials";
import type { Upstreams } from "../../ecr/upstream-set";
import { checkBoolean, checkObject, checkString } from "../../problems/value-type";
import { ACCOUNT, type StackAccount } from "./account";
import { STATE, type StackState } from "./state";

export interface PullThroughCacheStackProps {
  /** The AWS Region of the registry, in which images are cached, and from which they are pulled. */
  readonly region: string;
  /**
   * The AWS account of the registry.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: StackAccount;
  /**
   * Where Terraform keeps its state: in Amazon S3, in HCP Terraform, or in any backend of CDKTF.
   * @default - a file at the root of the project, `terraform.<stack>.tfstate`: for one person
   */
  readonly state?: StackState;
  /**
   * The registries to cache, by a key that names everything that belongs to one of them: its resources,
   * its variables, its entries in the outputs. Changing a key replaces them.
   * @default - none
   */
  readonly upstreams?: Upstreams;
  /**
   * How secrets that are created from variables are kept.
   * @default - their values are in the state too, and a deleted secret cannot be restored
   */
  readonly secrets?: SecretOptions;
  /**
   * Deletes cached images a number of days after their import, or when a repository has too many.
   * @default - cached images are kept, and paid for, until somebody deletes them
   */
  readonly expiry?: ExpiryProps;
  /**
   * The other settings of the repositories that ECR creates.
   * @default - ECR's own defaults; `expiry` then uses one template for `ROOT`
   */
  readonly repositories?: RepositoriesOptions;
  /**
   * Lets the accounts of an AWS organization pull. There is one policy per account and Region.
   * @default - no registry policy: only the account of the registry can pull
   */
  readonly organizationAccess?: OrganizationAccessOptions;
  /**
   * Scans cached images for vulnerabilities. There is one configuration per account and Region.
   * @default - the configuration of the registry stays as it is
   */
  readonly scanning?: ImageScanningProps;
  /**
   * Publishes to an SNS topic when ECR could not import or refresh an image.
   * @default - no alarm
   */
  readonly failureAlarm?: Pick<FailureAlarmProps, "topic">;
  /**
   * The permissions with which principals of this account pull through the caches, as outputs or as a
   * managed policy.
   * @default - none: you write the policy yourself
   */
  readonly pullPermissions?: Omit<PullPermissionsProps, "region" | "prefixes">;
  /**
   * ARN of a managed policy, beyond which the roles that the stack creates may do nothing: the output
   * `boundary_arn` of `PipelineAccessStack`, whose role can only create roles that have it.
   * @default - none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of every resource, and of every repository that ECR creates from the templates of this stack.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Makes the output `ecr_cache_registries` point to the upstreams instead of the caches, so that
   * everybody who reads it bypasses the caches. Nothing else changes.
   * @default false
   */
  readonly bypass?: boolean;
}

/** The settings of the repositories that ECR creates for the caches of a stack. */
export interface RepositoriesOptions extends Omit<CreatedRepositoryProps, "tags"> {
  /**
   * "ROOT" is one template for all caches of the account in this Region that have none of their own,
   * including those of other teams. "per-prefix" is a template for each cache of this stack.
   * @default "ROOT", as in the article
   */
  readonly template?: "ROOT" | "per-prefix";
}

const { tags: _, ...CREATED } = CREATED_REPOSITORY.shape;
const REPOSITORIES: FormOf<RepositoriesOptions> = {
  shape: { template: ["ROOT", "per-prefix"], ...CREATED },
};

/** How the registry is opened to an AWS organization. */
export interface OrganizationAccessOptions
  extends Omit<OrganizationAccessProps, "region" | "prefixes"> {
  /**
   * What is opened: "caches" are the repositories under the prefixes of this stack, "registry" is every
   * repository of the account in this Region, including the private images of other teams.
   */
  readonly repositories: "caches" | "registry";
}

const ACCESS: FormOf<OrganizationAccessOptions> = {
  shape: { repositories: ["caches", "registry"], ...ORGANIZATION_ACCESS.shape },
  required: ["repositories"],
};

/**
 * What each of the properties may be, for an app without a type check. The compiler checks that none is
 * forgotten here.
 */
export const PULL_THROUGH_CACHE: FormOf<PullThroughCacheStackProps> = {
  shape: {
    region: checkString,
    account: ACCOUNT,
    state: STATE,
    upstreams: checkObject,
    secrets: SECRETS,
    expiry: EXPIRY,
    repositories: REPOSITORIES,
    organizationAccess: ACCESS,
    scanning: IMAGE_SCANNING,
    failureAlarm: FAILURE_ALARM,
    pullPermissions: PULL_PERMISSIONS,
    permissionsBoundary: checkString,
    tags: checkObject,
    bypass: checkBoolean,
  },
  required: ["region"],
};
