import { AwsError } from "../aws-error";
import { invalidNextToken } from "../error-format";
import { createServiceLinkedRole } from "../iam/service-linked-role";
import { type CallContext, changes, reads } from "../operation";
import { page } from "../pagination";
import { integer, list, string, structure } from "../shape";
import { type RepositoryCreationTemplate, registryOf } from "./registry";
import { repositoryPrefix, withoutTrailingSlash } from "./repository-prefix";
import { TEMPLATE_ROLE } from "./service-linked-roles";
import { checkTemplate, templateSettings } from "./template-settings";

const prefix = repositoryPrefix({ min: 1, max: 256 });

export const creationTemplateOperations = {
  CreateRepositoryCreationTemplate: changes(
    structure({ prefix, ...templateSettings }, ["prefix", "appliedFor"]),
    (input, call) => {
      const templates = templatesOf(call);
      const key = withoutTrailingSlash(input.prefix);
      const now = new Date();
      const template: RepositoryCreationTemplate = {
        encryptionConfiguration: { encryptionType: "AES256" },
        resourceTags: [],
        imageTagMutability: "MUTABLE",
        ...given(input),
        appliedFor: input.appliedFor,
        prefix: key,
        createdAt: now,
        updatedAt: now,
      };
      checkTemplate(template, call);
      if (templates.has(key)) {
        throw new AwsError(
          "TemplateAlreadyExistsException",
          `A repository creation template with prefix '${key}' already exists in the registry with id '${call.accountId}'`,
        );
      }
      templates.set(key, template);
      createServiceLinkedRole(TEMPLATE_ROLE, call);
      return answer(template, call);
    },
  ),

  /** Omitted members keep their values; an empty string removes a setting. */
  UpdateRepositoryCreationTemplate: changes(
    structure({ prefix, ...templateSettings }, ["prefix"]),
    (input, call) => {
      const current = templateAt(input.prefix, call);
      const template: RepositoryCreationTemplate = {
        ...current,
        ...withoutStaleFilters(input),
        ...given(input),
        prefix: current.prefix,
        updatedAt: new Date(),
      };
      checkTemplate(template, call);
      templatesOf(call).set(template.prefix, template);
      return answer(template, call);
    },
  ),

  DescribeRepositoryCreationTemplates: reads(
    structure({
      prefixes: list(prefix),
      nextToken: string(),
      maxResults: integer({ min: 1, max: 1000 }),
    }),
    (input, call) => {
      const wanted = input.prefixes?.map(withoutTrailingSlash);
      const found = [...templatesOf(call).values()]
        .filter((template) => !wanted?.length || wanted.includes(template.prefix))
        .sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
      const { items, nextToken } = page(
        found,
        input.maxResults ?? 100,
        input.nextToken,
        invalidNextToken,
      );
      return { registryId: call.accountId, repositoryCreationTemplates: items, nextToken };
    },
  ),

  DeleteRepositoryCreationTemplate: changes(structure({ prefix }, ["prefix"]), (input, call) => {
    const template = templateAt(input.prefix, call);
    templatesOf(call).delete(template.prefix);
    return answer(template, call);
  }),
};

/** The members that the caller specified. An empty string means "none". */
function given<T extends object>(input: T): T {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, value === "" ? undefined : value]),
  ) as T;
}

/** Exclusion filters are removed when the new mutability does not use them. */
function withoutStaleFilters({ imageTagMutability }: { readonly imageTagMutability?: string }) {
  const ends = imageTagMutability !== undefined && !imageTagMutability.endsWith("_WITH_EXCLUSION");
  return ends ? { imageTagMutabilityExclusionFilters: undefined } : {};
}

function templatesOf(call: CallContext): Map<string, RepositoryCreationTemplate> {
  return registryOf(call).templates;
}

function templateAt(prefix: string, call: CallContext): RepositoryCreationTemplate {
  const template = templatesOf(call).get(withoutTrailingSlash(prefix));
  if (template) return template;
  throw new AwsError(
    "TemplateNotFoundException",
    `The repository creation template with prefix '${prefix}' does not exist in the registry with id '${call.accountId}'`,
  );
}

function answer(template: RepositoryCreationTemplate, call: CallContext) {
  return { registryId: call.accountId, repositoryCreationTemplate: template };
}
