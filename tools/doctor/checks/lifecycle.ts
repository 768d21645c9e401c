import { paginateDescribeRepositories, type Repository } from "@aws-sdk/client-ecr";
import { ROOT } from "../../../ecr/repository-prefix";
import { type Finding, finding, lookedAt } from "../finding";
import { closestTo, isUnder, type Registry, type Template } from "../registry";
import { lifecyclePolicyOf } from "../repair";

/** How many repositories are asked for at once. */
const AT_ONCE = 8;

/**
 * Whether the repositories of the caches have the lifecycle policy of their template. A template means
 * those alone that are made after it, so that earlier ones never lose an image.
 */
export async function checkLifecycle(registry: Registry): Promise<Finding[]> {
  const prefixes = registry.rules.map((rule) => rule.ecrRepositoryPrefix);
  const expires = registry.templates.some(({ lifecyclePolicy }) => lifecyclePolicy);
  if (!expires || prefixes.length === 0) return [];
  const root = prefixes.includes(ROOT) ? [rootNote()] : [];
  const cached = prefixes.filter((prefix) => prefix !== ROOT);
  if (cached.length === 0) return root;
  const found = await lookedAt("repositories", () => look(cached, registry));
  return [...root, ...found];
}

function rootNote(): Finding {
  return finding("lifecycle-root", {
    where: `rule ${ROOT}`,
    cause:
      "any repository may be one of its cache, so that none can be told from your own: they were not looked at",
  });
}

async function look(prefixes: readonly string[], registry: Registry): Promise<Finding[]> {
  const { ecr } = registry.aws;
  const found: Finding[] = [];
  for await (const page of paginateDescribeRepositories({ client: ecr }, {})) {
    const older = (page.repositories ?? []).flatMap((repository) => {
      const template = templateOf(repository, prefixes, registry.templates);
      return template ? [{ name: repository.repositoryName ?? "", template }] : [];
    });
    for (let index = 0; index < older.length; index += AT_ONCE) {
      const some = older.slice(index, index + AT_ONCE);
      const checked = await Promise.all(some.map((one) => check(one.name, one.template, registry)));
      found.push(...checked.flat());
    }
  }
  return found;
}

/** The template that a repository would have its lifecycle policy of, had it been there in time. */
function templateOf(
  { repositoryName: name = "", createdAt }: Repository,
  prefixes: readonly string[],
  templates: readonly Template[],
): Template | undefined {
  // A repository with the name of the prefix itself is none of the cache.
  if (!prefixes.some((prefix) => name !== prefix && isUnder(name, prefix))) return undefined;
  const template = closestTo(name, templates);
  const isOlder = createdAt && template?.updatedAt && createdAt <= template.updatedAt;
  return template?.lifecyclePolicy && isOlder ? template : undefined;
}

async function check(
  repository: string,
  template: Template,
  { aws }: Registry,
): Promise<readonly Finding[]> {
  const where = `repository ${repository}`;
  return lookedAt(where, async () => {
    if ((await lifecyclePolicyOf(repository, aws.ecr)) !== undefined) return [];
    const lifecyclePolicyText = template.lifecyclePolicy ?? "";
    return [
      finding("lifecycle-missing", {
        where,
        cause: `it was made before the template ${template.prefix} had its lifecycle policy: nothing in it ever expires`,
        fix: "ecr-cache doctor --fix puts the template's policy on it",
        repair: { repository, template: template.prefix, lifecyclePolicyText },
      }),
    ];
  });
}
