import { TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { named } from "../constructs/address";
import { ImageScanning, type ImageScanningProps } from "../constructs/image-scanning";
import { OrganizationAccess } from "../constructs/organization-access";
import { check, reject } from "../constructs/problems";
import { RepositoryCreationTemplate } from "../constructs/repository-creation-template";
import { UpstreamCache } from "../constructs/upstream-cache";
import { checkRegion } from "../ecr/region";
import { cacheAddress, dockerLoginCommand } from "../ecr/registry";
import { ROOT } from "../ecr/repository-prefix";
import type { Upstream } from "../ecr/upstream";
import { checkUpstreamKey } from "../ecr/upstream-key";
import { useAws, useLocalState } from "./terraform-settings";

export interface PullThroughCacheStackProps {
  /** The AWS Region of the registry: images are cached there, and pulled from there. */
  readonly region: string;
  /**
   * The registries to cache, by a key that names everything which belongs to one: its resources,
   * its variables, its entry in the outputs. Changing a key replaces them.
   * @default - none
   */
  readonly upstreams?: Readonly<Record<string, Upstream>>;
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
    const { region, upstreams = {}, expiry, organizationAccess, scanning } = props;
    check(this, "region", region, checkRegion);
    useAws(this, region);
    useLocalState(this);

    const caches = this.caches(upstreams);
    if (expiry) {
      new RepositoryCreationTemplate(this, "expiry", { expiryDays: expiry.days });
    }
    if (organizationAccess) {
      const { repositories, organizationId } = organizationAccess;
      new OrganizationAccess(this, "organization-access", {
        region,
        organizationId,
        prefixes: repositories === "registry" ? [ROOT] : caches.map(({ prefix }) => prefix),
      });
    }
    if (scanning) new ImageScanning(this, "scanning", scanning);
    this.outputs(region, caches);
  }

  private caches(upstreams: Readonly<Record<string, Upstream>>): UpstreamCache[] {
    const scope = new Construct(this, "upstreams");
    const usable = Object.entries(upstreams).filter(([key]) => {
      const problem = checkUpstreamKey(key);
      if (problem) reject(scope, "upstreams", problem);
      return !problem;
    });
    return usable.map(([key, upstream]) => new UpstreamCache(scope, key, { key, upstream }));
  }

  private outputs(region: string, caches: readonly UpstreamCache[]): void {
    const addresses = caches.map(({ key, prefix, registryId }) => [
      key,
      cacheAddress(registryId, region, prefix),
    ]);
    named(
      "ecr_cache_prefix",
      new TerraformOutput(this, "cache-prefix", {
        description: "What to put in front of an upstream's repository name, for each upstream.",
        value: Object.fromEntries(addresses),
      }),
    );
    const [first] = caches;
    if (!first) return;
    named(
      "docker_login_command",
      new TerraformOutput(this, "login-command", {
        description: "Logs Docker in to the cache for 12 hours, with your AWS credentials.",
        value: dockerLoginCommand(first.registryId, region),
      }),
    );
  }
}
