import { connect } from "../aws/connection";
import { UserError } from "../cli/user-error";
import type { RequestLimits } from "../network/request-limits";
import { checkCredentials } from "./checks/credentials";
import { checkImages, repositoriesOf } from "./checks/images";
import { checkLifecycle } from "./checks/lifecycle";
import { checkPrincipals } from "./checks/principals";
import { checkRegistryPolicy } from "./checks/registry-policy";
import { checkRules } from "./checks/rules";
import { checkSettings } from "./checks/settings";
import { checkTemplates } from "./checks/templates";
import type { DoctorOptions } from "./doctor-options";
import { explainFailure, type Finding } from "./finding";
import { type Registry, readRegistry } from "./registry";
import { doRepair } from "./repair";
import type { Target } from "./targets";
import { type WantedCaches, wantedCaches } from "./wanted-caches";

/** The findings about one registry. */
export interface Examination {
  readonly registry: Registry;
  readonly findings: readonly Examined[];
}

export interface Examined extends Finding {
  /** Whether `--fix` has repaired it. */
  readonly fixed: boolean;
}

/**
 * Runs all checks on one registry. Nothing is changed.
 *
 * @param limits of each request
 * @throws UserError when the registry cannot be accessed
 */
export async function examine(
  target: Target,
  options: DoctorOptions,
  limits: RequestLimits,
): Promise<Examination> {
  const { prefix: prefixes, principal: principals = [], image: images = [] } = options;
  const registry = await registryOf(target, prefixes, limits);
  const found = await Promise.all([
    checkRules(registry),
    checkImages(registry, images),
    checkCredentials(registry),
    checkRegistryPolicy(registry),
    checkTemplates(registry),
    checkPrincipals(registry, principals, repositoriesOf(registry, images)),
    checkLifecycle(registry),
    checkSettings(registry, target.stack, limits),
  ]);
  return { registry, findings: found.flat().map((one) => ({ ...one, fixed: false })) };
}

async function registryOf(
  { provider, stack }: Target,
  prefixes: DoctorOptions["prefix"],
  limits: RequestLimits,
): Promise<Registry> {
  const aws = await connect(provider, limits);
  const wanted = stack && only(await wantedCaches(stack, aws.accountId), prefixes);
  try {
    return await readRegistry(aws, wanted, prefixes);
  } catch (error) {
    const { cause, fix } = explainFailure(error);
    throw new UserError(`AWS refused to answer: ${cause}\nfix: ${fix}`, { cause: error });
  }
}

function only(wanted: WantedCaches, prefixes: DoctorOptions["prefix"]): WantedCaches {
  if (!prefixes) return wanted;
  return { ...wanted, rules: wanted.rules.filter(({ prefix }) => prefixes.includes(prefix)) };
}

/** Makes the repairs of `--fix`, one by one: when one fails, the others are still made. */
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
    return {
      ...one,
      cause: `${one.cause}. It could not be repaired: ${explainFailure(error).cause}`,
    };
  }
}
