import { type Problem, shown } from "../../problems/problem";
import type { PolicyStatement } from "../policy-statement";

/** The folder of the states in a bucket, unless a stack names another key. */
const STATE_FOLDER = "ecr-pull-through-cache/";

/** The key of a stack's state, unless the stack names another one. */
export function stateKey(stack: string): string {
  return `${STATE_FOLDER}${stack}.tfstate`;
}

/** Where Terraform keeps the state of the stacks: objects of one bucket under one prefix. */
export interface TerraformState {
  /** The name of the bucket. */
  readonly bucket: string;
  /** The beginning of the keys. @default "ecr-pull-through-cache/", as the stacks' own keys have it */
  readonly prefix?: string;
  /** The KMS key of the stacks' `state.s3.kmsKeyArn`. @default - none */
  readonly kmsKeyArn?: string;
}

/**
 * The permissions that Terraform's S3 backend needs. To plan, it only reads: taking a lock would be a
 * write, so it must run with `-lock=false`.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
 */
export function stateStatements(
  { bucket, prefix = STATE_FOLDER, kmsKeyArn }: TerraformState,
  what: "read" | "write",
): PolicyStatement[] {
  const objects = `arn:aws:s3:::${bucket}/${prefix}*`;
  const reads: PolicyStatement[] = [
    { sid: "ListState", actions: ["s3:ListBucket"], resources: [`arn:aws:s3:::${bucket}`] },
    { sid: "ReadState", actions: ["s3:GetObject"], resources: [objects] },
  ];
  const withKey = (action: string): PolicyStatement[] =>
    kmsKeyArn
      ? [{ sid: `State${action}`, actions: [`kms:${action}`], resources: [kmsKeyArn] }]
      : [];
  reads.push(...withKey("Decrypt"));
  if (what === "read") return reads;
  return [
    ...reads,
    { sid: "WriteState", actions: ["s3:PutObject"], resources: [objects] },
    { sid: "Unlock", actions: ["s3:DeleteObject"], resources: [`${objects}.tflock`] },
    ...withKey("GenerateDataKey"),
  ];
}

/**
 * Whether a state is out of reach of the role that applies. An administrator's next deployment does what
 * its state says, with the providers that its state names.
 */
export function checkStateIsApart(
  state: { readonly bucket: string; readonly key: string },
  { bucket, prefix = STATE_FOLDER }: TerraformState,
): Problem | undefined {
  if (state.bucket !== bucket || !state.key.startsWith(prefix)) return undefined;
  return {
    given: shown(state.key),
    allowed: `a key that does not begin with "${prefix}": the role that applies can write those`,
    fix: 'choose another key, such as "pipeline-access.tfstate", or another bucket, and move the state there with `terraform init -migrate-state`',
  };
}

/** Whether `prefix` is the beginning of some keys, and not of all keys in a bucket. */
export function checkStatePrefix(prefix: string): Problem | undefined {
  if (/^[\w!.'()-][\w!.'()/-]{0,900}$/.test(prefix)) return undefined;
  return {
    given: shown(prefix),
    allowed: "the beginning of the keys: letters, digits or !-_.'()/, without wildcards",
    fix: 'write a folder of the bucket, such as "ecr-pull-through-cache/"',
  };
}
