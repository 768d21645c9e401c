import { TEMPLATE_SERVICE } from "../../../ecr/creation-template";
import { type Finding, finding, lookedAt } from "../finding";
import { closestTo, isUnder, type Registry, type Template } from "../registry";
import { checkRole } from "./role";

/** Whether the repositories of each cache can be made as their template says. */
export async function checkTemplates(registry: Registry): Promise<Finding[]> {
  const missing = registry.rules.flatMap(({ ecrRepositoryPrefix: prefix }) =>
    closestTo(prefix, registry.templates) ? [] : withoutTemplate(prefix, registry),
  );
  const used = registry.templates.filter((template) =>
    registry.rules.some(({ ecrRepositoryPrefix: prefix }) => isUsed(template, prefix)),
  );
  const roles = used.map((template) =>
    lookedAt(`template ${template.prefix}`, () => checkTemplateRole(template, registry)),
  );
  return [...missing, ...(await Promise.all(roles)).flat()];
}

/** Those of a whole cache, and those of a part of it. */
function isUsed({ prefix: template }: Template, prefix: string): boolean {
  return isUnder(prefix, template) || isUnder(template, prefix);
}

function withoutTemplate(prefix: string, { wanted }: Registry): Finding {
  const wants = wanted === undefined || closestTo(prefix, wanted.templates.map(named));
  return finding("template-missing", {
    where: `rule ${prefix}`,
    // An app that has no template is one whose author wants none.
    ...(!wants && { severity: "note" }),
    cause:
      "no creation template is for its repositories: they get no lifecycle policy, so that nothing ever expires, and no policy and tags of yours",
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
      cause: `it has ${what.join(" and ")}, and no role with which ECR could set them: each first pull of an image fails with "name unknown"`,
      fix: "in main.ts, `tags` and `repositories: { kmsKeyArn }` come with a role of the least rights: npx cdktf deploy",
    }),
  ];
}
