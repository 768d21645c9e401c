import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ImageScanning, type ImageScanningProps } from "../constructs/image-scanning";
import { OrganizationAccess } from "../constructs/organization-access";
import { advise, check, reject } from "../constructs/problems";
import { PullPermissions, type PullPermissionsProps } from "../constructs/pull-permissions";
import { RepositoryCreationTemplate } from "../constructs/repository-creation-template";
import { UpstreamCache } from "../constructs/upstream-cache";
import { checkRegion } from "../ecr/region";
import { checkPrefixesAreLimited, ROOT } from "../ecr/repository-prefix";
import { checkUpstreamKey } from "../ecr/upstream-key";
import type { CacheLocation } from "../ecr/upstream-rules";
import {
  checkUpstreamCount,
  findNestedPrefixes,
  findTakenPrefixes,
  type Upstreams,
} from "../ecr/upstream-set";
import { CacheOutputs } from "./cache-outputs";
import { type StackAccount, useAws, useLocalState } from "./terraform-settings";

export interface PullThroughCacheStackProps {
  /** The AWS Region of the registry: images are cached there, and pulled from there. */
  readonly region: string;
  /**
   * The AWS account of the registry.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: StackAccount;
  /**
   * The registries to cache, by a key that names everything which belongs to one: its resources,
   * its variables, its entry in the outputs. Changing a key replaces them.
   * @default - none
   */
  readonly upstreams?: Upstreams;
  /**
   * Deletes cached images some days after their import. One template per account and Region.
   * @default - no template: cached images are kept, and paid for, until somebody deletes them
   */
  readonly expiry?: { readonly days: number };
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
   * What a principal of this account needs to pull through the caches, as outputs or as a policy.
   * @default - none: you write the policy yourself
   */
  readonly pullPermissions?: Omit<PullPermissionsProps, "region" | "prefixes">;
  /**
   * Makes `ecr_cache_registries` lead around the caches, to the upstreams themselves, so that all who
   * read it leave the cache without another change. Nothing else is changed.
   * @default false
   */
  readonly bypass?: boolean;
}

export interface OrganizationAccessOptions {
  /**
   * What is opened: "caches" are the repositories under this stack's prefixes, "registry" is every
   * repository of the account in this Region, private images of other teams included.
   */
  readonly repositories: "caches" | "registry";
  /**
   * The id of the organization, such as "o-abcdefghij".
   * @default - the Terraform variable `aws_org_id`
   */
  readonly organizationId?: string;
}

/** One ECR registry (one AWS account in one Region) as a cache of other registries. */
export class PullThroughCacheStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: PullThroughCacheStackProps) {
    super(scope, id);
    const { region, account, upstreams = {}, expiry, organizationAccess, scanning } = props;
    check(this, "region", region, checkRegion);
    useAws(this, region, account);
    useLocalState(this);

    const caches = this.caches({ region, account: account?.id }, upstreams);
    const prefixes = caches.map(({ upstream }) => upstream.prefix);
    if (expiry) {
      new RepositoryCreationTemplate(this, "expiry", { expiryDays: expiry.days });
    }
    if (organizationAccess) {
      const { repositories, organizationId } = organizationAccess;
      if (repositories === "caches") {
        advise(this, "organizationAccess.repositories", prefixes, checkPrefixesAreLimited);
      }
      new OrganizationAccess(this, "organization-access", {
        region,
        organizationId,
        prefixes: repositories === "registry" ? [ROOT] : prefixes,
      });
    }
    if (scanning) new ImageScanning(this, "scanning", scanning);
    if (props.pullPermissions) {
      advise(this, "pullPermissions", prefixes, checkPrefixesAreLimited);
      new PullPermissions(this, "pull", { region, prefixes, ...props.pullPermissions });
    }
    new CacheOutputs(this, "outputs", { region, caches, bypass: props.bypass ?? false });
  }

  private caches(cache: CacheLocation, upstreams: Upstreams): UpstreamCache[] {
    const scope = new Construct(this, "upstreams");
    check(scope, "upstreams", upstreams, checkUpstreamCount);
    for (const { key, problem } of findTakenPrefixes(upstreams)) {
      reject(scope, `upstreams.${key}.prefix`, problem);
    }
    for (const { key, problem } of findNestedPrefixes(upstreams)) {
      advise(scope, `upstreams.${key}.prefix`, key, () => problem);
    }
    const usable = Object.entries(upstreams).filter(([key]) => {
      const problem = checkUpstreamKey(key);
      if (problem) reject(scope, "upstreams", problem);
      return !problem;
    });
    return usable.map(([key, upstream]) => new UpstreamCache(scope, key, { key, upstream, cache }));
  }
}
