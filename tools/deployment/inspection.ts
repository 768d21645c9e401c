import { connect } from "../aws/connection";
import { type RequestLimits, withinLimits } from "../network/request-limits";
import { hasAwsCredentials } from "../terraform/aws-credentials";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { readVariableValues, type VariableValues } from "../terraform/variable-values";
import { leftoverFiles, leftoverObjects } from "./leftover-states";
import { placeElsewhere } from "./place";
import { describeOthers, refuseLeftover, refuseMove, refuseReplacement } from "./refusals";
import { hasRegistrySettings, readRegistrySettings } from "./registry-settings";
import { savePolicy } from "./saved-policy";
import { settingsOfOthers } from "./settings-of-others";
import { NOTHING_DEPLOYED } from "./state-file";
import { readStackState, reasonOf } from "./state-reader";

/** What is about to be planned or deployed. */
export interface Deployment {
  /** The stacks of the command. */
  readonly stacks: readonly SynthesizedStack[];
  /** Every stack of the app. */
  readonly all: readonly SynthesizedStack[];
  /** The project's folder. */
  readonly root: string;
  /** Where the values of variables are, in `TF_VAR_…`. */
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /**
   * How long all looks together may take, in milliseconds.
   * @default 5000
   */
  readonly timeout?: number;
}

/** What is to be said before Terraform runs. */
export interface Inspection {
  /** Why it must not run: each with what is there, and the ways on. */
  readonly refusals: readonly string[];
  /** What could not be looked at. */
  readonly warnings: readonly string[];
}

/**
 * Looks for what a deployment would take from others, and for what it would leave behind: Terraform
 * only knows its own state, and says neither. AWS and the states are only read. Where they cannot be
 * read, that is a warning, and the deployment goes on.
 */
export async function inspectDeployment(deployment: Deployment): Promise<Inspection> {
  const { stacks, all, root, env } = deployment;
  const { signal = new AbortController().signal, timeout = 5000 } = deployment;
  const given = await readVariableValues(root, env);
  const within = <T>(server: string, look: (limits: RequestLimits) => Promise<T>) =>
    withinLimits({ signal, timeout }, server, (ending) => look({ signal: ending, timeout }));
  const found = await Promise.all([
    ...stacks.map((stack) => inspectStack(stack, given, deployment, within)),
    inspectLeftovers(all, root, within),
  ]);
  return {
    refusals: found.flatMap(({ refusals }) => refusals),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

/** Makes requests that end in time, all together. */
type Within = <T>(server: string, look: (limits: RequestLimits) => Promise<T>) => Promise<T>;

const NOTHING: Inspection = { refusals: [], warnings: [] };

async function inspectStack(
  stack: SynthesizedStack,
  given: VariableValues,
  { root, env }: Deployment,
  within: Within,
): Promise<Inspection> {
  const [state, live] = await Promise.all([
    within("the state", (limits) => readStackState(stack, env, limits)).catch(unreadable),
    within("AWS", (limits) => look(stack, env, limits)).catch(unreadable),
  ]);
  const deployed = state.kind === "read" ? state.deployed : NOTHING_DEPLOYED;
  const elsewhere = placeElsewhere(
    stack,
    deployed,
    live.kind === "read" ? live.accountId : undefined,
  );
  if (elsewhere) return refused(refuseMove(stack, elsewhere));
  if (live.kind !== "read") {
    return warned(`${stack.name}: what AWS has already was not looked at: ${live.why}`);
  }
  const { settings } = live;
  const others = settings ? await settingsOfOthers(stack, settings, deployed, given) : [];
  if (!settings || others.length === 0) return NOTHING;
  if (state.kind === "read") {
    const save = (policy: string) => savePolicy(policy, stack.name, root);
    return refused(refuseReplacement(stack, settings, others, save));
  }
  return warned(
    `${stack.name}: ${describeOthers(settings, others)}\nWhether they are this stack's own is not known, because its state cannot be read here (${state.why}). If they are not, a deployment replaces them.`,
  );
}

/** The account in which a stack is deployed, and the settings there that it has too. */
async function look(stack: SynthesizedStack, env: NodeJS.ProcessEnv, limits: RequestLimits) {
  // Without any, the SDK would ask the metadata service of a machine that is none.
  if (!hasAwsCredentials(stack, env)) return unreadableFor("there are no AWS credentials here");
  const aws = await connect(awsProvider(stack), limits);
  const settings = hasRegistrySettings(stack) ? await readRegistrySettings(aws) : undefined;
  return { kind: "read", accountId: aws.accountId, settings } as const;
}

async function inspectLeftovers(
  all: readonly SynthesizedStack[],
  root: string,
  within: Within,
): Promise<Inspection> {
  const files = leftoverFiles(all, root).map(refuseLeftover);
  try {
    const objects = await within("the bucket of the state", (limits) =>
      leftoverObjects(all, limits),
    );
    return { refusals: [...files, ...objects.map(refuseLeftover)], warnings: [] };
  } catch (error) {
    const warning = `whether a stack was taken out of the app was not looked at: ${reasonOf(error)}`;
    return { refusals: files, warnings: [warning] };
  }
}

function refused(text: string): Inspection {
  return { refusals: [text], warnings: [] };
}

function warned(text: string): Inspection {
  return { refusals: [], warnings: [text] };
}

/** @throws the error itself, where it is a bug */
function unreadable(error: unknown) {
  return unreadableFor(reasonOf(error));
}

function unreadableFor(why: string) {
  return { kind: "unreadable", why } as const;
}
