import { paginateDescribeRepositories, type Repository } from "@aws-sdk/client-ecr";
import { ROOT } from "../../../ecr/repository-prefix";
import { type Finding, finding, findingsOf } from "../finding";
import { closestTo, isUnder, type Registry, type Template } from "../registry";
import { lifecyclePolicyOf } from "../repair";

/** The number of repositories that are checked at the same time. */
const AT_ONCE = 8;

/**
 * Checks whether the repositories of the caches have the lifecycle policy of their template. A template
 * only applies to repositories that are created after it, so in older ones no image ever expires.
 */
export async function checkLifecycle(registry: Registry): Promise<Finding[]> {
  const prefixes = registry.rules.map((rule) => rule.ecrRepositoryPrefix);
  const expires = registry.templates.some(({ lifecyclePolicy }) => lifecyclePolicy);
  if (!expires || prefixes.length === 0) return [];
  const root = prefixes.includes(ROOT) ? [rootNote()] : [];
  const cached = prefixes.filter((prefix) => prefix !== ROOT);
  if (cached.length === 0) return root;
  const found = await findingsOf("repositories", () => look(cached, registry));
  return [...root, ...found];
}

function rootNote(): Finding {
  return finding("lifecycle-root", {
    where: `rule ${ROOT}`,
    cause:
      "its repositories cannot be told apart from your own, so their lifecycle policies were not checked",
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

/** The template whose lifecycle policy an older repository would have, if it had been created later. */
function templateOf(
  { repositoryName: name = "", createdAt }: Repository,
  prefixes: readonly string[],
  templates: readonly Template[],
): Template | undefined {
  // A repository whose name is the prefix itself does not belong to the cache.
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
  return findingsOf(where, async () => {
    if ((await lifecyclePolicyOf(repository, aws.ecr)) !== undefined) return [];
    const lifecyclePolicyText = template.lifecyclePolicy ?? "";
    return [
      finding("lifecycle-missing", {
        where,
        cause: `it was created before the template ${template.prefix} got its lifecycle policy: no image in it ever expires`,
        fix: "run the doctor with --fix, which puts the policy of the template on it",
        repair: { repository, template: template.prefix, lifecyclePolicyText },
      }),
    ];
  });
}
