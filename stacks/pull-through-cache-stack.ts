import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FailureAlarm } from "../constructs/failure-alarm";
import { checkForm } from "../constructs/form";
import { ImageScanning } from "../constructs/image-scanning";
import { OrganizationAccess } from "../constructs/organization-access";
import { check, reject, warn } from "../constructs/problems";
import { PullPermissions } from "../constructs/pull-permissions";
import { claim } from "../constructs/singleton";
import { UpstreamCache, type UpstreamCacheProps } from "../constructs/upstream-cache";
import type { CacheLocation } from "../ecr/registry";
import {
  checkPrefixesAreLimited,
  checkThereAreCaches,
  normalizePrefix,
  ROOT,
} from "../ecr/repository-prefix";
import { checkBoundaryArn } from "../ecr/role";
import { checkUpstreamForm } from "../ecr/upstream-rules";
import {
  checkUpstreamCount,
  findNestedPrefixes,
  findTakenPrefixes,
  type Upstreams,
} from "../ecr/upstream-set";
import { CacheOutputs } from "./cache-outputs";
import {
  type OrganizationAccessOptions,
  PULL_THROUGH_CACHE,
  type PullThroughCacheStackProps,
} from "./properties/pull-through-cache";
import { RepositoryTemplates } from "./repository-templates";
import { checkStackId, usableStackId } from "./stack-id";
import { configureBackend } from "./state";
import { configureProvider } from "./terraform-settings";

/** One ECR registry (one AWS account in one Region) as a cache of other registries. */
export class PullThroughCacheStack extends TerraformStack {
  private readonly location: CacheLocation;

  constructor(scope: Construct, id: string, props: PullThroughCacheStackProps) {
    super(scope, usableStackId(scope, id));
    checkStackId(this, id);
    const usable = checkForm(this, props ?? {}, PULL_THROUGH_CACHE);
    const { region, account, upstreams = {}, expiry, repositories, tags, scanning } = usable;
    this.location = { region: region ?? "", account: account?.id };
    if (region === undefined) return; // Everything is named after it.
    configureProvider(this, { region, account, tags });
    configureBackend(this, usable.state, region);

    const { permissionsBoundary } = usable;
    check(this, "permissionsBoundary", permissionsBoundary, (arn) =>
      checkBoundaryArn(arn, account?.id),
    );

    const caches = this.caches(upstreams, usable);
    const prefixes = caches.map(({ upstream }) => upstream.prefix);
    if (repositories?.template === "per-prefix") {
      check(this, "repositories.template", prefixes, checkThereAreCaches);
    }
    if (expiry || repositories) {
      const templates = { region, caches, expiry, repositories, tags, permissionsBoundary };
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

  private caches(
    given: Upstreams,
    { secrets, permissionsBoundary }: Pick<UpstreamCacheProps, "secrets" | "permissionsBoundary">,
  ): UpstreamCache[] {
    const scope = new Construct(this, "upstreams");
    check(scope, "upstreams", given, checkUpstreamCount);
    const wellFormed: Upstreams = Object.fromEntries(
      Object.entries(given).filter(([, upstream]) => checkUpstreamForm(upstream).length === 0),
    );
    for (const { key, problem } of findTakenPrefixes(wellFormed)) {
      reject(scope, `upstreams.${key}.prefix`, problem);
    }
    for (const { key, problem } of findNestedPrefixes(wellFormed)) {
      warn(scope, `upstreams.${key}.prefix`, key, () => problem);
    }
    const prefixes = Object.values(wellFormed).map(({ prefix }) => normalizePrefix(prefix));
    for (const prefix of new Set(prefixes)) this.own(`the rule for ${prefix}`);
    const cache = this.location;
    return Object.entries(given).flatMap(([key, upstream], index) => {
      // Every key is to be judged by the construct, but not every string can be the id of one.
      const id = key === "" || key.includes("/") || key in {} ? `#${index + 1}` : key;
      const made = new UpstreamCache(scope, id, {
        ...{ key, upstream, cache, secrets, permissionsBoundary },
      });
      return Object.hasOwn(wellFormed, key) ? [made] : [];
    });
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
