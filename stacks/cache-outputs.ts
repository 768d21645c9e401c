import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { named } from "../constructs/address";
import type { UpstreamCache } from "../constructs/upstream-cache";
import { cacheAddress, dockerLoginCommand } from "../ecr/registry";
import { referencePrefix } from "../ecr/upstream";

export interface CacheOutputsProps {
  /** The Region of the registry. */
  readonly region: string;
  /** The caches of the stack. */
  readonly caches: readonly UpstreamCache[];
  /** Whether `ecr_cache_registries` bypasses the caches. */
  readonly bypass: boolean;
}

/** The outputs that people and tools need to pull through the caches of a stack. */
export class CacheOutputs extends Construct {
  constructor(scope: Construct, id: string, props: CacheOutputsProps) {
    super(scope, id);
    const { region, caches, bypass } = props;
    const address = ({ registryId, upstream }: UpstreamCache) =>
      cacheAddress(registryId, region, upstream.prefix);
    this.output(
      "ecr_cache_prefix",
      "What to put in front of an upstream's repository name, for each upstream.",
      Object.fromEntries(caches.map((cache) => [cache.key, address(cache)])),
    );
    this.output(
      "ecr_cache_registries",
      "For each upstream as references have it, where to pull from instead.",
      Object.fromEntries(
        caches.map((cache) => {
          const reference = referencePrefix(cache.upstream);
          return [reference, bypass ? reference : address(cache).replace(/\/$/, "")];
        }),
      ),
    );
    const policies = caches.filter(({ upstreamPolicy }) => upstreamPolicy !== undefined);
    if (policies.length > 0) {
      this.output(
        "ecr_upstream_policies",
        "For each private ECR upstream, the registry policy that its account has to attach.",
        Object.fromEntries(policies.map(({ key, upstreamPolicy }) => [key, upstreamPolicy])),
      );
    }
    const [first] = caches;
    if (first) {
      this.output(
        "docker_login_command",
        "Logs Docker in to the cache for 12 hours, with your AWS credentials.",
        dockerLoginCommand(first.registryId, region),
      );
    }
  }

  private output(name: string, description: string, value: unknown): void {
    named(name, new TerraformOutput(this, name, { description, value }));
  }
}
