import type { Terminal } from "../cli/terminal";
import { UserError } from "../cli/user-error";
import type { Finding } from "../deployment/finding";
import { importBlocks, importJson } from "../deployment/import-file";
import { reasonOf } from "../deployment/state-reader";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Context } from "./context";
import type { PlannedChange } from "./planned-changes";

/** What AWS refuses to make a second time. Terraform writes over everything else. */
const MADE_ONCE = [
  "aws_ecr_pull_through_cache_rule",
  "aws_ecr_repository_creation_template",
  "aws_iam_openid_connect_provider",
  "aws_iam_policy",
  "aws_iam_role",
  "aws_secretsmanager_secret",
];

/** Every account has each of these settings, whoever sets it. */
const ALWAYS_THERE = "aws_ecr_account_setting.";

/**
 * Looks for what a plan would make and AWS has already: an apply that was killed made it and could not
 * write it into the state, or somebody made it by hand.
 *
 * @throws UserError where AWS would refuse to make it again, with the import blocks that take all of it
 *   over
 */
export async function refuseUnknownResources(
  stack: SynthesizedStack,
  changes: readonly PlannedChange[],
  {
    env,
    interruption: { signal },
    survey,
    terminal,
  }: Pick<Context, "env" | "interruption" | "survey"> & {
    readonly terminal: Pick<Terminal, "warn">;
  },
): Promise<void> {
  const made = changes
    .filter(isCreation)
    .map(({ address }) => address)
    .filter((address) => !address.startsWith(ALWAYS_THERE));
  if (made.length === 0) return;
  const findings = await survey(stack, env, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    terminal.warn(
      `warning: ${stack.name}: what AWS has already was not looked at: ${reasonOf(error)}`,
    );
    return [];
  });
  const unknown = findings.filter(
    ([address, { kind }]) => kind === "found" && made.includes(address),
  );
  if (unknown.length === 0) return;
  const text = describe(stack, unknown);
  if (unknown.some(([address]) => isMadeOnce(address))) throw new UserError(text);
  terminal.warn(
    `warning: ${text}\nThis run goes on: without them, Terraform writes over what is there.`,
  );
}

function isCreation({ actions }: PlannedChange): boolean {
  return actions.includes("create") && !actions.includes("delete");
}

function isMadeOnce(address: string): boolean {
  return MADE_ONCE.some((type) => address.startsWith(`${type}.`));
}

function describe(
  { name }: SynthesizedStack,
  unknown: readonly (readonly [string, Finding])[],
): string {
  const blocks = importBlocks(unknown);
  return [
    `AWS has already what ${name} would make, and the state of ${name} does not know it. An apply that was killed may have made it, or somebody by hand:`,
    ...blocks.map(({ to, id }) => `  ${to} ← ${id}`),
    "It is taken over, not made again, by these import blocks:",
    importJson(blocks).trimEnd(),
    `  fix: npx ecr-cache import ${name} writes them for npx cdktf diff and deploy (docs/existing.md); or delete what nobody needs`,
  ].join("\n");
}
