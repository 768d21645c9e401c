import { ECR } from "@aws-sdk/client-ecr";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { type BucketLocationConstraint, S3 } from "@aws-sdk/client-s3";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SNS } from "@aws-sdk/client-sns";
import { type Credentials, STS } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { type LocalAws, type LocalAwsOptions, startLocalAws } from "../../local-aws";
import { watchOutputs } from "./sdk-outputs";

const REGION = "eu-west-1";
export const ACCOUNT = "111111111111";

/** The official clients, pointed at one server, which is fresh for each test. */
export interface Fixture {
  aws: LocalAws;
  ecr: ECR;
  secrets: SecretsManager;
  iam: IAM;
  sts: STS;
  events: EventBridge;
  sns: SNS;
  s3: S3;
  /** The configuration of a client with another Region, other credentials or retries. */
  config(region?: string): ReturnType<typeof clientConfig>;
}

export function useLocalAws(options: LocalAwsOptions = {}): Fixture {
  const fixture = {} as Fixture;
  let outputs: ReturnType<typeof watchOutputs>;
  beforeAll(async () => {
    outputs = watchOutputs();
    const aws = await startLocalAws(options);
    const config = clientConfig(aws.endpoint, REGION);
    Object.assign(fixture, {
      aws,
      ...clientsOf(config),
      config: (region = REGION) => clientConfig(aws.endpoint, region),
    });
  });
  beforeEach(() => fixture.aws.reset());
  afterEach(() => {
    const differences = [...outputs.differences];
    outputs.differences.clear();
    expect(differences).toEqual([]);
  });
  afterAll(() => {
    outputs.stop();
    return fixture.aws.close();
  });
  return fixture;
}

/** One client for each service. */
export function clientsOf(config: ReturnType<typeof clientConfig>) {
  return {
    ecr: new ECR(config),
    secrets: new SecretsManager(config),
    iam: new IAM(config),
    sts: new STS(config),
    events: new EventBridge(config),
    sns: new SNS(config),
    s3: new S3(config),
  };
}

function clientConfig(endpoint: string, region: string) {
  return {
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "local-aws", secretAccessKey: "local-aws" },
  };
}

/** Creates a bucket for a Terraform state, which must exist before Terraform runs. */
export async function createBucket(
  config: Omit<ReturnType<typeof clientConfig>, "maxAttempts">,
  Bucket: string,
): Promise<void> {
  const CreateBucketConfiguration = {
    LocationConstraint: config.region as BucketLocationConstraint,
  };
  await new S3(config).createBucket({ Bucket, CreateBucketConfiguration });
}

/** `Code: message` of the error with which a call is refused. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => "accepted",
    (error: Error) => `${error.name}: ${error.message}`,
  );
  return outcome;
}

/** A secret with the credentials of a rule. @returns its ARN */
export async function aSecret(
  secrets: SecretsManager,
  value: string | undefined = JSON.stringify({ username: "someone", accessToken: "a-token" }),
  name = "ecr-pullthroughcache/docker-hub",
): Promise<string> {
  const { ARN } = await secrets.createSecret({ Name: name, SecretString: value });
  return ARN ?? "";
}

/** A role that an AWS service may assume. @returns its ARN */
export async function aRole(iam: IAM, service: string, name = "a-role"): Promise<string> {
  const { Role } = await iam.createRole({
    RoleName: name,
    AssumeRolePolicyDocument: trust(service),
  });
  return Role?.Arn ?? "";
}

type Statement = Readonly<Record<string, unknown>>;

/** A policy with one or more statements. */
export const policy = (...statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((one) => ({ Effect: "Allow", ...one })),
  });

/** A client's credentials, as STS issues them. */
export function credentialsFrom({ Credentials }: { Credentials?: Credentials | undefined }) {
  return {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
}

export const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });
