import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isObject } from "../../problems/value-type";
import { explainAwsError, isAnswer } from "../aws/aws-failure";
import { readStateObject, type StateBucket } from "../aws/state-bucket";
import { UserError } from "../cli/user-error";
import type { RequestLimits } from "../network/request-limits";
import type { Attributes, SynthesizedStack } from "../terraform/synthesized-stack";
import { BINARY, run } from "../terraform/terraform-cli";
import { type DeployedStack, NOTHING_DEPLOYED, parseState } from "./state-file";

/** A stack's state, or why it cannot be read. */
export type StateReading =
  | { readonly kind: "read"; readonly deployed: DeployedStack }
  | { readonly kind: "unreadable"; readonly why: string };

/**
 * Reads the state of a stack where it is: a file, an object in S3, or whatever Terraform itself can
 * read once it was initialized in the stack's folder. A state that does not exist yet has nothing in
 * it; one that cannot be read says nothing, and is no reason to stop.
 */
export async function readStackState(
  stack: Pick<SynthesizedStack, "folder" | "json">,
  env: NodeJS.ProcessEnv,
  limits: RequestLimits,
): Promise<StateReading> {
  const { backend = {} } = stack.json.terraform;
  const workspace = workspaceOf(stack.folder, env);
  if (workspace !== "default") return unreadable(`the workspace is ${workspace}`);
  const bucket = stateBucketOf(stack);
  if (bucket) return readObject(bucket, limits);
  if ("local" in backend) return readFile(localStateFile(stack));
  return pull(stack.folder, env, limits.signal);
}

/** The file of a stack with a local state. */
export function localStateFile({
  folder,
  json,
}: Pick<SynthesizedStack, "folder" | "json">): string {
  const local = json.terraform.backend?.["local"];
  const path = isObject(local) ? local["path"] : undefined;
  return resolve(folder, typeof path === "string" ? path : "terraform.tfstate");
}

/** Arguments of the S3 backend with which the state is where `bucket`, `key` and the role say. */
const KNOWN = ["bucket", "key", "region", "encrypt", "kms_key_id", "assume_role", "use_lockfile"];

/** The object of a stack whose state is in S3, as this project's stacks have it. */
export function stateBucketOf({ json }: Pick<SynthesizedStack, "json">): StateBucket | undefined {
  const s3 = json.terraform.backend?.["s3"] as Attributes | undefined;
  if (!s3 || Object.keys(s3).some((name) => !KNOWN.includes(name))) return undefined;
  const { bucket, key, region, kms_key_id } = s3;
  if (typeof bucket !== "string" || typeof key !== "string") return undefined;
  const [role] = [s3["assume_role"]].flat().filter(isObject);
  return {
    bucket,
    key,
    region: typeof region === "string" ? region : undefined,
    roleArn: typeof role?.["role_arn"] === "string" ? role["role_arn"] : undefined,
    kmsKeyId: typeof kms_key_id === "string" ? kms_key_id : undefined,
  };
}

/** Terraform's workspace, which is part of where a state is. */
function workspaceOf(folder: string, env: NodeJS.ProcessEnv): string {
  const chosen = join(folder, ".terraform", "environment");
  const inFile = existsSync(chosen) ? readFileSync(chosen, "utf8").trim() : "";
  return env["TF_WORKSPACE"] || inFile || "default";
}

function readFile(file: string): StateReading {
  return existsSync(file) ? parsed(readFileSync(file, "utf8"), file) : NONE_YET;
}

async function readObject(bucket: StateBucket, limits: RequestLimits): Promise<StateReading> {
  const place = `s3://${bucket.bucket}/${bucket.key}`;
  try {
    const text = await readStateObject(bucket, limits);
    return text === undefined ? NONE_YET : parsed(text, place);
  } catch (error) {
    return unreadable(`${place}: ${reasonOf(error)}`);
  }
}

/** Terraform knows how to read every other backend, where it was initialized. */
async function pull(
  folder: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<StateReading> {
  if (!existsSync(join(folder, ".terraform"))) {
    return unreadable(`only Terraform can read it, and it was not initialized in ${folder}`);
  }
  const result = await run(BINARY, ["state", "pull"], { cwd: folder, env, signal }).catch(() => {});
  if (result?.code !== 0) return unreadable(`\`${BINARY} state pull\` failed in ${folder}`);
  return result.stdout.trim() === "" ? NONE_YET : parsed(result.stdout, folder);
}

const NONE_YET: StateReading = { kind: "read", deployed: NOTHING_DEPLOYED };

function parsed(text: string, place: string): StateReading {
  // Terraform leaves an empty file behind where a lock was taken and nothing was written.
  if (text.trim() === "") return NONE_YET;
  const deployed = parseState(text);
  return deployed ? { kind: "read", deployed } : unreadable(`${place} is no state of Terraform`);
}

function unreadable(why: string): StateReading {
  return { kind: "unreadable", why };
}

/**
 * Why AWS or the network gave no answer, in one line.
 *
 * @throws the error itself, where it is a bug
 */
export function reasonOf(error: unknown): string {
  const explanation = explainAwsError(error);
  if (explanation) return explanation.what;
  if (isAnswer(error)) return `${error.name}: ${error.message}`;
  if (error instanceof UserError) return error.message.replace(/\s+/g, " ");
  throw error;
}
