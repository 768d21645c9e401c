import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../aws/connection";
import type { Context } from "../cli/context";
import { hasAwsCredentials } from "../terraform/aws-credentials";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";

/** The account of a stack's caches, and where it was found. */
export interface CacheAccount {
  readonly id: string;
  readonly source: string;
}

/**
 * Finds the account of a stack's caches: the one that the stack names, the one in its local state, or
 * that of the AWS credentials.
 *
 * @param root the folder of the project
 * @returns nothing where it cannot be found
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
  return { id, source: "the AWS credentials" };
}
