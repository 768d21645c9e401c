import { TEMPLATE_SERVICE } from "../../../ecr/creation-template";
import { type Finding, finding, findingsOf } from "../finding";
import { closestTo, isUnder, type Registry, type Template } from "../registry";
import { checkRole } from "./role";

/** Checks whether the repositories of each cache can be created as their template says. */
export async function checkTemplates(registry: Registry): Promise<Finding[]> {
  const missing = registry.rules.flatMap(({ ecrRepositoryPrefix: prefix }) =>
    closestTo(prefix, registry.templates) ? [] : withoutTemplate(prefix, registry),
  );
  const used = registry.templates.filter((template) =>
    registry.rules.some(({ ecrRepositoryPrefix: prefix }) => isUsed(template, prefix)),
  );
  const roles = used.map((template) =>
    findingsOf(`template ${template.prefix}`, () => checkTemplateRole(template, registry)),
  );
  return [...missing, ...(await Promise.all(roles)).flat()];
}

/** Whether a template applies to a cache, or to a part of it. */
function isUsed({ prefix: template }: Template, prefix: string): boolean {
  return isUnder(prefix, template) || isUnder(template, prefix);
}

function withoutTemplate(prefix: string, { wanted }: Registry): Finding {
  const wants = wanted === undefined || closestTo(prefix, wanted.templates.map(named));
  return finding("template-missing", {
    where: `rule ${prefix}`,
    // An app without a template does not want one.
    ...(!wants && { severity: "note" }),
    cause:
      "no creation template applies to its repositories: they get no lifecycle policy, so no image ever expires, and neither your repository policy nor your tags",
    fix:
      wanted && wants
        ? `npx cdktf deploy ${wanted.stack}`
        : "main.ts: expiry: { days: 7 }, then npx cdktf deploy",
  });
}

function named(prefix: string) {
  return { prefix };
}

async function checkTemplateRole(template: Template, registry: Registry): Promise<Finding[]> {
  const { prefix, customRoleArn, resourceTags = [], encryptionConfiguration } = template;
  const where = `template ${prefix}`;
  if (customRoleArn) return checkRole(where, customRoleArn, TEMPLATE_SERVICE, registry);
  const encrypted = (encryptionConfiguration?.encryptionType ?? "AES256") !== "AES256";
  if (resourceTags.length === 0 && !encrypted) return [];
  const what = [...(resourceTags.length > 0 ? ["tags"] : []), ...(encrypted ? ["a KMS key"] : [])];
  return [
    finding("template-role-needed", {
      where,
      cause: `it has ${what.join(" and ")}, but no role with which ECR could apply them: the first pull of each image fails with "name unknown"`,
      fix: "in main.ts, `tags` and `repositories: { kmsKeyArn }` come with a role with least privilege: npx cdktf deploy",
    }),
  ];
}
