import type { TerraformStack } from "cdktf";
import { FailureAlarm } from "../../constructs/failure-alarm";
import { OrganizationAccess } from "../../constructs/organization-access";
import { PermissionsBoundary } from "../../constructs/permissions-boundary";
import { PipelineProvider } from "../../constructs/pipeline-provider";
import { PullPermissions } from "../../constructs/pull-permissions";
import { PullThroughCacheRule } from "../../constructs/pull-through-cache-rule";
import { RepositoryCreationTemplate } from "../../constructs/repository-creation-template";
import { TemplateRole } from "../../constructs/template-role";
import { UpstreamCache } from "../../constructs/upstream-cache";
import { UpstreamCredentials } from "../../constructs/upstream-credentials";
import { UpstreamRole } from "../../constructs/upstream-role";
import { dockerHub, privateEcr } from "../../ecr/catalogue";

/** What the constructs of one registry are given, and what users can get wrong. */
export interface Given {
  readonly key: string;
  readonly region: string;
  readonly account: string;
  readonly prefix: string;
}

/** Each construct by itself, in a stack that checks nothing. */
export const CONSTRUCTS: Readonly<
  Record<string, (stack: TerraformStack, given: Given) => unknown>
> = {
  FailureAlarm: (stack, { region, prefix }) =>
    new FailureAlarm(stack, "x", { region, prefixes: [prefix], topic: "create" }),
  OrganizationAccess: (stack, { region, account, prefix }) =>
    new OrganizationAccess(stack, "x", {
      ...{ region, prefixes: [prefix], only: { accounts: [account] } },
    }),
  PermissionsBoundary: (stack) =>
    new PermissionsBoundary(stack, "x", { of: "stacks", statements: [] }),
  PipelineProvider: (stack, { account }) =>
    new PipelineProvider(stack, "x", { issuer: "gitlab.com", audience: "aws", account }),
  PullPermissions: (stack, { key, region, prefix }) =>
    new PullPermissions(stack, "x", {
      ...{ region, prefixes: [prefix], as: "managed-policy", attachToRoles: [key] },
    }),
  PullThroughCacheRule: (stack, { key, region, account, prefix }) =>
    new PullThroughCacheRule(stack, "x", {
      ...{ key, upstream: dockerHub({ prefix }), cache: { region, account } },
    }),
  RepositoryCreationTemplate: (stack, { key, region, prefix }) =>
    new RepositoryCreationTemplate(stack, "x", { name: key, region, prefix }),
  TemplateRole: (stack, { region, prefix }) =>
    new TemplateRole(stack, "x", { region, prefixes: [prefix] }),
  "UpstreamCache with credentials": (stack, { key, region, account, prefix }) =>
    new UpstreamCache(stack, "x", {
      ...{ key, upstream: dockerHub({ prefix }), cache: { region, account } },
    }),
  "UpstreamCache with a role": (stack, { key, region, account, prefix }) =>
    new UpstreamCache(stack, "x", {
      ...{ key, upstream: privateEcr({ account, region, prefix }), cache: { region } },
    }),
  UpstreamCredentials: (stack, { key, prefix }) =>
    new UpstreamCredentials(stack, "x", { key, title: "Docker Hub", prefix }),
  UpstreamRole: (stack, { key, region, account, prefix }) =>
    new UpstreamRole(stack, "x", { key, region, prefix, source: { account, region } }),
};
