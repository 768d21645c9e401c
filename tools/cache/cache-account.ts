import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../aws/connection";
import type { Context } from "../cli/context";
import { hasAwsCredentials } from "../terraform/aws-credentials";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";

/** The account that a stack's caches are in, and who said so. */
export interface CacheAccount {
  readonly id: string;
  readonly source: string;
}

/**
 * The account of a stack's caches, which only Terraform knows from AWS: as the stack says, as its state
 * on this disk says, or that of the credentials.
 *
 * @param root the project's folder
 * @returns nothing where nobody says it
 */
export async function cacheAccount(
  stack: SynthesizedStack,
  root: string,
  { env, interruption: { signal } }: Context,
): Promise<CacheAccount | undefined> {
  const [named] = awsProvider(stack).allowed_account_ids ?? [];
  if (named !== undefined) return { id: named, source: "the app" };
  return accountInState(stack, root) ?? (await accountOfCredentials(stack, env, signal));
}

/** CDKTF's local backend keeps the state beside the project. */
function accountInState({ name }: SynthesizedStack, root: string): CacheAccount | undefined {
  const file = `terraform.${name}.tfstate`;
  const path = join(root, file);
  if (!existsSync(path)) return undefined;
  const [, id] = /"(\d{12})\.dkr\.ecr\./.exec(readFileSync(path, "utf8")) ?? [];
  return id === undefined ? undefined : { id, source: file };
}

async function accountOfCredentials(
  stack: SynthesizedStack,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CacheAccount | undefined> {
  if (!hasAwsCredentials(stack, env)) return undefined;
  const { accountId: id } = await connect(awsProvider(stack), { signal });
  return { id, source: "the credentials of AWS" };
}
