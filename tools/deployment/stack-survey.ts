import { connect } from "../aws/connection";
import { UserError } from "../cli/user-error";
import { hasAwsCredentials } from "../terraform/aws-credentials";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { Finding } from "./finding";
import { Survey } from "./survey";

/** For one request, in milliseconds. */
const TIMEOUT = 10_000;

/** Looks in AWS for what a stack would make. */
export async function surveyStack(
  stack: SynthesizedStack,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<[address: string, finding: Finding][]> {
  // Without any, the SDK would ask the metadata service of a machine that is none.
  if (!hasAwsCredentials(stack, env)) throw new UserError("there are no AWS credentials here");
  const aws = await connect(awsProvider(stack), { signal, timeout: TIMEOUT });
  return new Survey(stack.json, aws, env).all();
}
