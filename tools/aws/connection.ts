import { ECR } from "@aws-sdk/client-ecr";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import { UserError } from "../cli/user-error";
import type { AwsProvider } from "../terraform/aws-provider";

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

/** The SDK says on Node 20 that it will leave it, to people who only want to know what they have. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/**
 * The account and Region that a stack's provider works in: with the credentials of the environment,
 * as Terraform takes them too, or with those of the role that the provider assumes.
 *
 * @throws when there are no credentials, or they are of another account than the stack's, or there is
 *   no Region
 */
export async function connect(provider: AwsProvider): Promise<Aws> {
  const { region } = provider;
  const role = provider.assume_role?.[0]?.role_arn;
  const config = {
    region,
    credentials: role ? credentialsOf(role, region) : undefined,
    // An account with hundreds of repositories is asked hundreds of times.
    retryMode: "adaptive",
    maxAttempts: 8,
  };
  const sts = new STS(config);
  const knownRegion = await regionOf(sts);
  const { Account: accountId = "", Arn = "" } = await identity(sts, role);
  const { allowed_account_ids: allowed } = provider;
  if (allowed && !allowed.includes(accountId)) {
    throw new UserError(
      `The credentials are of the account ${accountId}; the stack is for ${allowed.join(", ")}.\n` +
        "fix: export AWS_PROFILE=… of that account, or change `account` of the stack",
    );
  }
  return {
    accountId,
    region: knownRegion,
    partition: Arn.split(":")[1] ?? "aws",
    ecr: new ECR(config),
    secrets: new SecretsManager(config),
    iam: new IAM(config),
    events: new EventBridge(config),
    sns: new SNS(config),
  };
}

/** The Region that was asked for, or that of the environment or the profile. */
async function regionOf(sts: STS): Promise<string> {
  try {
    return await sts.config.region();
  } catch {
    throw new UserError("Nobody says which Region to look at.\nfix: export AWS_REGION=eu-west-1");
  }
}

async function identity(sts: STS, role: string | undefined) {
  try {
    return await sts.getCallerIdentity({});
  } catch (error) {
    const { name, message } = error as Error;
    throw new UserError(
      `AWS does not know who is asking${role ? ` (as ${role})` : ""}: ${name}: ${message}\n` +
        "fix: give credentials as for Terraform, e.g. export AWS_PROFILE=…; aws sts get-caller-identity tries them",
    );
  }
}

/** Temporary credentials of a role; the clients ask again when they are about to end. */
function credentialsOf(roleArn: string, region: string | undefined) {
  return async () => {
    const { Credentials } = await new STS({ region }).assumeRole({
      RoleArn: roleArn,
      RoleSessionName: "ecr-pull-through-cache",
    });
    return {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
      expiration: Credentials?.Expiration,
    };
  };
}
