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
  /** The AWS Region of the registry: images are cached there, and pulled from there. */
  readonly region: string;
  /**
   * The AWS account of the registry.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: StackAccount;
  /**
   * Where Terraform keeps what it knows of the deployment: S3, HCP Terraform, or any backend of CDKTF.
   * @default - a file at the project's root, `terraform.<stack>.tfstate`: for one person
   */
  readonly state?: StackState;
  /**
   * The registries to cache, by a key that names everything which belongs to one: its resources,
   * its variables, its entry in the outputs. Changing a key replaces them.
   * @default - none
   */
  readonly upstreams?: Upstreams;
  /**
   * How the secrets are kept that are created from variables.
   * @default - their values are in the state too, and a deleted secret is gone at once
   */
  readonly secrets?: SecretOptions;
  /**
   * Deletes cached images some days after their import, or when there are too many.
   * @default - cached images are kept, and paid for, until somebody deletes them
   */
  readonly expiry?: ExpiryProps;
  /**
   * What else ECR gives to the repositories that it creates.
   * @default - ECR's own defaults; with `expiry`, from one template for `ROOT`
   */
  readonly repositories?: RepositoriesOptions;
  /**
   * Lets the accounts of an AWS organization pull. One policy per account and Region.
   * @default - no registry policy: only the registry's own account pulls
   */
  readonly organizationAccess?: OrganizationAccessOptions;
  /**
   * Scans cached images for vulnerabilities. One configuration per account and Region.
   * @default - the registry's configuration stays as it is
   */
  readonly scanning?: ImageScanningProps;
  /**
   * Tells somebody when ECR could not import or refresh an image.
   * @default - nobody is told
   */
  readonly failureAlarm?: Pick<FailureAlarmProps, "topic">;
  /**
   * What a principal of this account needs to pull through the caches, as outputs or as a policy.
   * @default - none: you write the policy yourself
   */
  readonly pullPermissions?: Omit<PullPermissionsProps, "region" | "prefixes">;
  /**
   * Tags of every resource, and of every repository that ECR creates from this stack's templates.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Makes `ecr_cache_registries` lead around the caches, to the upstreams themselves, so that all who
   * read it leave the cache without another change. Nothing else is changed.
   * @default false
   */
  readonly bypass?: boolean;
}

/** What ECR gives to the repositories that it creates for a stack's caches. */
export interface RepositoriesOptions extends Omit<CreatedRepositoryProps, "tags"> {
  /**
   * "ROOT" is one template for all caches of the account in this Region which have none of their own,
   * other teams' included. "per-prefix" is a template for each cache of this stack, and no other.
   * @default "ROOT", as in the article
   */
  readonly template?: "ROOT" | "per-prefix";
}

const { tags: _, ...CREATED } = CREATED_REPOSITORY.shape;
const REPOSITORIES: FormOf<RepositoriesOptions> = {
  shape: { template: ["ROOT", "per-prefix"], ...CREATED },
};

export interface OrganizationAccessOptions
  extends Omit<OrganizationAccessProps, "region" | "prefixes"> {
  /**
   * What is opened: "caches" are the repositories under this stack's prefixes, "registry" is every
   * repository of the account in this Region, private images of other teams included.
   */
  readonly repositories: "caches" | "registry";
}

const ACCESS: FormOf<OrganizationAccessOptions> = {
  shape: { repositories: ["caches", "registry"], ...ORGANIZATION_ACCESS.shape },
  required: ["repositories"],
};

/** The compiler checks that no property is forgotten here. */
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
    tags: checkObject,
    bypass: checkBoolean,
  },
  required: ["region"],
};
