import { Construct } from "constructs";
import { type ExpiryProps, LifecyclePolicy } from "../constructs/lifecycle-policy";
import { check } from "../constructs/problems";
import { RepositoryCreationTemplate } from "../constructs/repository-creation-template";
import { TemplateRole } from "../constructs/template-role";
import type { UpstreamCache } from "../constructs/upstream-cache";
import { checkKmsKeyArn } from "../ecr/kms-key";
import { ROOT } from "../ecr/repository-prefix";
import type { RepositoriesOptions } from "./properties/pull-through-cache";

export interface RepositoryTemplatesProps {
  /** The Region of the registry. */
  readonly region: string;
  /** The caches of the stack. */
  readonly caches: readonly UpstreamCache[];
  /**
   * When cached images are deleted.
   * @default - never
   */
  readonly expiry?: ExpiryProps;
  /**
   * The settings of the repositories.
   * @default - ECR's own defaults
   */
  readonly repositories?: RepositoriesOptions;
  /**
   * Tags of each repository.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * ARN of the permissions boundary of the role.
   * @default - none
   */
  readonly permissionsBoundary?: string;
}

/** The creation templates of a stack, with one lifecycle policy and, if they need one, one role. */
export class RepositoryTemplates extends Construct {
  /** The prefixes that have a template. */
  readonly prefixes: readonly string[];

  constructor(scope: Construct, id: string, props: RepositoryTemplatesProps) {
    super(scope, id);
    const { region, caches, expiry, tags, permissionsBoundary, repositories = {} } = props;
    const { template = "ROOT", kmsKeyArn, ...others } = repositories;
    check(this, "repositories.kmsKeyArn", kmsKeyArn, (arn) => checkKmsKeyArn(arn, region));
    const targets =
      template === "ROOT"
        ? [{ name: "cache", prefix: ROOT }]
        : caches.map(({ key, upstream }) => ({ name: `${key}_cache`, prefix: upstream.prefix }));
    this.prefixes = targets.map(({ prefix }) => prefix);

    const needsRole = kmsKeyArn !== undefined || Object.keys(tags ?? {}).length > 0;
    const role = needsRole
      ? new TemplateRole(this, "role", {
          ...{ region, prefixes: this.prefixes, kmsKeyArn, permissionsBoundary },
        })
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
