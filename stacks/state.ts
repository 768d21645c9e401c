import { LocalBackend, S3Backend, TerraformBackend, type TerraformStack } from "cdktf";
import { Owners } from "../constructs/owners";
import { check, reject, warn } from "../constructs/problems";
import { checkKmsKeyArn } from "../ecr/kms-key";
import { stateKey } from "../ecr/pipeline/state-permissions";
import { checkRegion, checkRegionIsKnown } from "../ecr/region";
import { checkRoleArn } from "../ecr/role";
import {
  checkBucketName,
  checkHostname,
  checkOrganizationName,
  checkProjectName,
  checkStateKey,
  checkWorkspaceName,
  checkWorkspaceTags,
} from "../ecr/state-location";
import { HcpTerraformBackend } from "./hcp-terraform-backend";
import type { HcpTerraformState, S3State, StackState } from "./properties/state";

/** The stack that owns each state. */
const states = new Owners();

/** Configures where a stack keeps its state: by default in a file at the root of the project. */
export function configureBackend(
  stack: TerraformStack,
  state: StackState | undefined,
  region: string,
) {
  if (state === undefined) return configureLocalBackend(stack);
  if ("s3" in state) return configureS3Backend(stack, state.s3, region);
  if ("hcpTerraform" in state) return configureHcpTerraform(stack, state.hcpTerraform);
  const made = state.backend(stack);
  if (TerraformBackend.isBackend(made) && made.node.scope === stack) return;
  reject(stack, "state.backend", {
    given: "a function that creates no backend for this stack",
    allowed: "a function that creates one, and returns it",
    fix: "write (stack) => new GcsBackend(stack, { … })",
  });
}

/**
 * CDKTF's own default is an absolute path, with which the synthesized JSON would differ from machine to
 * machine. This one is relative to the stack's folder, `cdktf.out/stacks/<stack>`.
 */
function configureLocalBackend(stack: TerraformStack): void {
  new LocalBackend(stack, { path: `../../../terraform.${stack.node.id}.tfstate` });
}

function configureS3Backend(stack: TerraformStack, state: S3State, stackRegion: string): void {
  const { bucket, key = stateKey(stack.node.id), region = stackRegion } = state;
  check(stack, "state.s3.bucket", bucket, checkBucketName);
  check(stack, "state.s3.key", key, checkStateKey);
  check(stack, "state.s3.region", state.region, checkRegion);
  warn(stack, "state.s3.region", state.region, checkRegionIsKnown);
  check(stack, "state.s3.kmsKeyArn", state.kmsKeyArn, (arn) => checkKmsKeyArn(arn, region));
  check(stack, "state.s3.roleArn", state.roleArn, (arn) => checkRoleArn(arn));
  claimState(stack, "state.s3", `s3://${bucket}/${key}`, "key");
  const backend = new S3Backend(stack, {
    bucket,
    key,
    region,
    encrypt: true,
    kmsKeyId: state.kmsKeyArn,
    assumeRole: state.roleArn ? { roleArn: state.roleArn } : undefined,
  });
  // CDKTF's S3 backend predates the lock file, and only knows the table in DynamoDB.
  backend.addOverride("use_lockfile", true);
}

function configureHcpTerraform(stack: TerraformStack, state: HcpTerraformState): void {
  const { organization, workspace, tags, project, hostname } = state;
  check(stack, "state.hcpTerraform.organization", organization, checkOrganizationName);
  check(stack, "state.hcpTerraform.workspace", workspace, checkWorkspaceName);
  check(stack, "state.hcpTerraform.tags", tags, checkWorkspaceTags);
  check(stack, "state.hcpTerraform.project", project, checkProjectName);
  check(stack, "state.hcpTerraform.hostname", hostname, checkHostname);
  if (workspace) {
    const place = `${hostname ?? "app.terraform.io"}/${organization}/${workspace}`;
    claimState(stack, "state.hcpTerraform", place, "workspace");
  }
  const workspaces = workspace ? { name: workspace, project } : { tags, project };
  new HcpTerraformBackend(stack, { organization, hostname, workspaces });
}

/** Two stacks with one state would destroy each other's resources. */
function claimState(stack: TerraformStack, property: string, place: string, part: string): void {
  const other = states.claim(stack.node.root, place, stack);
  if (!other) return;
  reject(stack, property, {
    given: place,
    allowed: "one stack for each state",
    fix: `choose another ${part}: ${other.node.path} has this one`,
  });
}
