import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FailureAlarm, type FailureAlarmProps } from "../constructs/failure-alarm";
import { ImageScanning, type ImageScanningProps } from "../constructs/image-scanning";
import type { ExpiryProps } from "../constructs/lifecycle-policy";
import {
  OrganizationAccess,
  type OrganizationAccessProps,
} from "../constructs/organization-access";
import { check, reject, warn } from "../constructs/problems";
import { PullPermissions, type PullPermissionsProps } from "../constructs/pull-permissions";
import { claim } from "../constructs/singleton";
import { type SecretOptions, UpstreamCache } from "../constructs/upstream-cache";
import {
  checkPrefixesAreLimited,
  checkThereAreCaches,
  normalizePrefix,
  ROOT,
} from "../ecr/repository-prefix";
import { checkUpstreamForm } from "../ecr/upstream-form";
import { checkUpstreamKey } from "../ecr/upstream-key";
import type { CacheLocation } from "../ecr/upstream-rules";
import {
  checkUpstreamCount,
  findNestedPrefixes,
  findTakenPrefixes,
  type Upstreams,
} from "../ecr/upstream-set";
import { CacheOutputs } from "./cache-outputs";
import { checkKnownProperties } from "./properties/pull-through-cache";
import { type RepositoriesOptions, RepositoryTemplates } from "./repository-templates";
import { configureBackend, type StackState } from "./state";
import { configureProvider, type StackAccount } from "./terraform-settings";

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

export interface OrganizationAccessOptions
  extends Omit<OrganizationAccessProps, "region" | "prefixes"> {
  /**
   * What is opened: "caches" are the repositories under this stack's prefixes, "registry" is every
   * repository of the account in this Region, private images of other teams included.
   */
  readonly repositories: "caches" | "registry";
}

/** One ECR registry (one AWS account in one Region) as a cache of other registries. */
export class PullThroughCacheStack extends TerraformStack {
  private readonly location: CacheLocation;

  constructor(scope: Construct, id: string, props: PullThroughCacheStackProps) {
    super(scope, id);
    const usable = checkKnownProperties(this, props ?? {});
    const { region, account, upstreams = {}, expiry, repositories, tags, scanning } = usable;
    this.location = { region: region ?? "", account: account?.id };
    if (region === undefined) return; // Everything is named after it.
    configureProvider(this, { region, account, tags });
    configureBackend(this, usable.state, region);

    const caches = this.caches(upstreams, usable.secrets);
    const prefixes = caches.map(({ upstream }) => upstream.prefix);
    if (repositories?.template === "per-prefix") {
      check(this, "repositories.template", prefixes, checkThereAreCaches);
    }
    if (expiry || repositories) {
      const templates = { region, caches, expiry, repositories, tags };
      const created = new RepositoryTemplates(this, "templates", templates);
      for (const prefix of created.prefixes) this.own(`the creation template for ${prefix}`);
    }
    if (usable.organizationAccess) this.openTo(usable.organizationAccess, prefixes);
    if (scanning) {
      this.own("the scanning configuration");
      new ImageScanning(this, "scanning", scanning);
    }
    if (usable.failureAlarm) {
      new FailureAlarm(this, "failure-alarm", { region, prefixes, ...usable.failureAlarm });
    }
    if (usable.pullPermissions) {
      check(this, "pullPermissions", prefixes, checkThereAreCaches);
      warn(this, "pullPermissions", prefixes, checkPrefixesAreLimited);
      new PullPermissions(this, "pull", { region, prefixes, ...usable.pullPermissions });
    }
    new CacheOutputs(this, "outputs", { region, caches, bypass: usable.bypass ?? false });
  }

  private caches(given: Upstreams, secrets?: SecretOptions): UpstreamCache[] {
    const scope = new Construct(this, "upstreams");
    check(scope, "upstreams", given, checkUpstreamCount);
    const upstreams = this.wellFormed(scope, given);
    for (const { key, problem } of findTakenPrefixes(upstreams)) {
      reject(scope, `upstreams.${key}.prefix`, problem);
    }
    for (const { key, problem } of findNestedPrefixes(upstreams)) {
      warn(scope, `upstreams.${key}.prefix`, key, () => problem);
    }
    const usable = Object.entries(upstreams).filter(([key]) => {
      const problem = checkUpstreamKey(key);
      if (problem) reject(scope, "upstreams", problem);
      return !problem;
    });
    const prefixes = usable.map(([, { prefix }]) => normalizePrefix(prefix));
    for (const prefix of new Set(prefixes)) this.own(`the rule for ${prefix}`);
    const cache = this.location;
    return usable.map(
      ([key, upstream]) => new UpstreamCache(scope, key, { key, upstream, cache, secrets }),
    );
  }

  private wellFormed(scope: Construct, upstreams: Upstreams): Upstreams {
    const entries = Object.entries(upstreams).filter(([key, upstream]) => {
      const problems = checkUpstreamForm(upstream);
      for (const { property, problem } of problems) {
        reject(scope, `upstreams.${key}${property}`, problem);
      }
      return problems.length === 0;
    });
    return Object.fromEntries(entries);
  }

  private openTo(options: OrganizationAccessOptions, prefixes: readonly string[]): void {
    const { repositories, ...access } = options;
    const { region } = this.location;
    if (repositories === "caches") {
      check(this, "organizationAccess.repositories", prefixes, checkThereAreCaches);
      warn(this, "organizationAccess.repositories", prefixes, checkPrefixesAreLimited);
    }
    this.own("the registry policy");
    new OrganizationAccess(this, "organization-access", {
      ...access,
      region,
      prefixes: repositories === "registry" ? [ROOT] : prefixes,
    });
  }

  private own(thing: string): void {
    claim(this, thing, this.location);
  }
}
