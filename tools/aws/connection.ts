import { ECR } from "@aws-sdk/client-ecr";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { UserError } from "../cli/user-error";
import type { RequestLimits } from "../network/request-limits";
import type { AwsProvider } from "../terraform/aws-provider";
import { AwsFailure, asAwsFailure, notAws } from "./aws-failure";
import { AWS_TIMEOUT, clientConfig, interruptible, resolveCredentials } from "./client-config";

/** One account in one Region. */
export interface Aws {
  readonly accountId: string;
  readonly region: string;
  /** `aws` in most Regions. */
  readonly partition: string;
  readonly ecr: ECR;
  readonly secrets: SecretsManager;
  readonly iam: IAM;
  readonly events: EventBridge;
  readonly sns: SNS;
}

/**
 * Connects to the account and Region of a stack's provider: with the credentials of the environment,
 * which Terraform uses too, or with those of the role that the provider assumes.
 *
 * @param limits of each request, including those of the clients in the result. By default, a request
 *   may take 30 seconds and cannot be interrupted
 * @throws UserError when there are no credentials, they belong to another account than the stack's,
 *   there is no Region, or AWS does not answer
 */
export async function connect(
  provider: AwsProvider,
  limits: Partial<RequestLimits> = {},
): Promise<Aws> {
  const { signal = new AbortController().signal, timeout = AWS_TIMEOUT } = limits;
  try {
    return await connectWithin({ signal, timeout }, provider);
  } catch (error) {
    throw asAwsFailure(error);
  }
}

async function connectWithin(limits: RequestLimits, provider: AwsProvider): Promise<Aws> {
  const base = clientConfig(provider.region, limits);
  const own = stsClient(base, limits);
  const region = await regionOf(own);
  await resolveCredentials(own, limits);
  const role = provider.assume_role?.[0]?.role_arn;
  const sts = role
    ? interruptible(new STS({ ...base, credentials: credentialsOf(role, own) }), limits)
    : own;
  const { Account: accountId = "", Arn = "" } = await sts.getCallerIdentity({});
  if (!/^\d{12}$/.test(accountId)) throw new AwsFailure(notAws("it names no account"));
  const { allowed_account_ids: allowed } = provider;
  if (allowed && !allowed.includes(accountId)) {
    throw new UserError(
      `The credentials belong to the account ${accountId}, but the stack is for ${allowed.join(", ")}.\n` +
        "fix: export AWS_PROFILE=… of that account, or change `account` of the stack",
    );
  }
  const config = { ...base, region, credentials: sts.config.credentials };
  return {
    accountId,
    region,
    partition: Arn.split(":")[1] ?? "aws",
    ecr: interruptible(new ECR(config), limits),
    secrets: interruptible(new SecretsManager(config), limits),
    iam: interruptible(new IAM(config), limits),
    events: interruptible(new EventBridge(config), limits),
    sns: interruptible(new SNS(config), limits),
  };
}

/** STS, with the credentials of the environment. */
export function stsClient(base: ReturnType<typeof clientConfig>, limits: RequestLimits): STS {
  return interruptible(new STS(base), limits);
}

/** The Region of the provider, or that of the environment or the profile. */
async function regionOf(sts: STS): Promise<string> {
  try {
    return await sts.config.region();
  } catch (error) {
    const refused = /Region not accepted: region="(.+?)"/.exec((error as Error).message)?.[1];
    throw new UserError(
      `${refused === undefined ? "No Region is given." : `"${refused}" is not an AWS Region.`}\nfix: export AWS_REGION=eu-west-1`,
      { cause: error },
    );
  }
}

/** Temporary credentials of a role. The clients request new ones before they expire. */
export function credentialsOf(RoleArn: string, sts: STS) {
  return async () => {
    const RoleSessionName = "ecr-pull-through-cache";
    const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName });
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
      expiration: Credentials?.Expiration,
    };
  };
}
