import { Construct } from "constructs";
import { type ExpiryProps, LifecyclePolicy } from "../constructs/lifecycle-policy";
import {
  type CreatedRepositoryProps,
  RepositoryCreationTemplate,
} from "../constructs/repository-creation-template";
import { TemplateRole } from "../constructs/template-role";
import type { UpstreamCache } from "../constructs/upstream-cache";
import { ROOT } from "../ecr/repository-prefix";

/** What ECR gives to the repositories that it creates for a stack's caches. */
export interface RepositoriesOptions extends Omit<CreatedRepositoryProps, "tags"> {
  /**
   * "ROOT" is one template for all caches of the account in this Region which have none of their own,
   * other teams' included. "per-prefix" is a template for each cache of this stack, and no other.
   * @default "ROOT", as in the article
   */
  readonly template?: "ROOT" | "per-prefix";
}

export interface RepositoryTemplatesProps {
  readonly region: string;
  readonly caches: readonly UpstreamCache[];
  readonly expiry?: ExpiryProps;
  readonly repositories?: RepositoriesOptions;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The creation templates of a stack, with one lifecycle policy and, where it is needed, one role. */
export class RepositoryTemplates extends Construct {
  /** The prefixes that there is a template for. */
  readonly prefixes: readonly string[];

  constructor(scope: Construct, id: string, props: RepositoryTemplatesProps) {
    super(scope, id);
    const { region, caches, expiry, tags, repositories = {} } = props;
    const { template = "ROOT", kmsKeyArn, ...others } = repositories;
    const targets =
      template === "ROOT"
        ? [{ name: "cache", prefix: ROOT }]
        : caches.map(({ key, upstream }) => ({ name: `${key}_cache`, prefix: upstream.prefix }));
    this.prefixes = targets.map(({ prefix }) => prefix);

    const needsRole = kmsKeyArn !== undefined || Object.keys(tags ?? {}).length > 0;
    const role = needsRole
      ? new TemplateRole(this, "role", { region, prefixes: this.prefixes, kmsKeyArn })
      : undefined;
    const lifecyclePolicy = expiry && new LifecyclePolicy(this, "expiry", expiry).json;
    for (const { name, prefix } of targets) {
      new RepositoryCreationTemplate(this, name, {
        ...{ region, name, prefix, lifecyclePolicy, kmsKeyArn, tags, role },
        ...others,
      });
    }
  }
}
