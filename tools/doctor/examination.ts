import { checkCredentials } from "./checks/credentials";
import { checkImages, repositoriesOf } from "./checks/images";
import { checkLifecycle } from "./checks/lifecycle";
import { checkPrincipals } from "./checks/principals";
import { checkRegistryPolicy } from "./checks/registry-policy";
import { checkRules } from "./checks/rules";
import { checkTemplates } from "./checks/templates";
import type { DoctorOptions } from "./doctor";
import { type Finding, isAnswer } from "./finding";
import { type Registry, readRegistry } from "./registry";
import { doRepair } from "./repair";
import type { Target } from "./targets";

/** What was seen in one registry. */
export interface Examination {
  readonly registry: Registry;
  readonly findings: readonly Examined[];
}

export interface Examined extends Finding {
  /** Whether `--fix` did away with it. */
  readonly fixed: boolean;
}

/** Looks at one registry in every way. Nothing is changed. */
export async function examine(target: Target, options: DoctorOptions): Promise<Examination> {
  const { prefix: prefixes, principal: principals = [], image: images = [] } = options;
  const registry = await readRegistry(target.aws, only(target.wanted, prefixes), prefixes);
  const found = await Promise.all([
    checkRules(registry),
    checkImages(registry, images),
    checkCredentials(registry),
    checkRegistryPolicy(registry),
    checkTemplates(registry),
    checkPrincipals(registry, principals, repositoriesOf(registry, images)),
    checkLifecycle(registry),
  ]);
  return { registry, findings: found.flat().map((one) => ({ ...one, fixed: false })) };
}

function only(wanted: Target["wanted"], prefixes: readonly string[] | undefined) {
  if (!wanted || !prefixes) return wanted;
  return { ...wanted, rules: wanted.rules.filter(({ prefix }) => prefixes.includes(prefix)) };
}

/** Does what `--fix` does about the findings, one by one: what fails leaves the others alone. */
export async function repair({ registry, findings }: Examination): Promise<Examination> {
  const after: Examined[] = [];
  for (const one of findings) {
    after.push(one.repair ? await repaired(one, one.repair, registry) : one);
  }
  return { registry, findings: after };
}

async function repaired(
  one: Examined,
  todo: NonNullable<Finding["repair"]>,
  { aws }: Registry,
): Promise<Examined> {
  try {
    await doRepair(todo, aws.ecr);
    return { ...one, fixed: true };
  } catch (error) {
    if (!isAnswer(error)) throw error;
    return {
      ...one,
      cause: `${one.cause}. It could not be fixed: ${error.name}: ${error.message}`,
    };
  }
}
