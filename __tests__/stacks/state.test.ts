import { GcsBackend, TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import type { StackState } from "../../stacks/properties/state";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { problemsOf } from "../../stacks/synthesize";

const region = "eu-west-1";

/** The `terraform` block, as it is written: `Testing.synth` leaves the backend out. */
function terraformBlock(state?: StackState): Record<string, unknown> {
  const app = Testing.app();
  const stack = new PullThroughCacheStack(app, "cache", { region, state });
  expect(problemsOf(app)).toEqual([]);
  return stack.toTerraform().terraform;
}

describe("the state of a stack", () => {
  it("is by default a file at the project's root, the same path on every machine", () => {
    expect(terraformBlock()).toMatchObject({
      backend: { local: { path: "../../../terraform.cache.tfstate" } },
    });
  });

  it("is in S3, encrypted and with a lock file, for one line", () => {
    expect(terraformBlock({ s3: { bucket: "acme-state" } })["backend"]).toEqual({
      s3: {
        bucket: "acme-state",
        key: "ecr-pull-through-cache/cache.tfstate",
        region,
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it("is in a bucket of another account and Region, under its own key", () => {
    const s3 = {
      bucket: "acme-state",
      key: "ecr/cache.tfstate",
      region: "eu-central-1",
      kmsKeyArn: "arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555",
      roleArn: "arn:aws:iam::222222222222:role/state",
    };
    expect(terraformBlock({ s3 })["backend"]).toMatchObject({
      s3: {
        key: "ecr/cache.tfstate",
        region: "eu-central-1",
        kms_key_id: s3.kmsKeyArn,
        assume_role: { role_arn: s3.roleArn },
      },
    });
  });

  it("is in a workspace of HCP Terraform, and in no backend besides", () => {
    const hcpTerraform = { organization: "acme", workspace: "ecr-cache" };
    const block = terraformBlock({ hcpTerraform });
    expect(block["cloud"]).toEqual({ organization: "acme", workspaces: { name: "ecr-cache" } });
    expect(block).not.toHaveProperty("backend");
  });

  it("is in one of the workspaces with all tags, on a Terraform Enterprise", () => {
    const hcpTerraform = {
      organization: "acme",
      tags: ["ecr", "env:prod"],
      project: "Platform Team",
      hostname: "tfe.example.com",
    };
    expect(terraformBlock({ hcpTerraform })["cloud"]).toEqual({
      organization: "acme",
      hostname: "tfe.example.com",
      workspaces: { tags: ["ecr", "env:prod"], project: "Platform Team" },
    });
  });

  it("is in any other backend of CDKTF", () => {
    const backend = (stack: TerraformStack) => new GcsBackend(stack, { bucket: "acme-state" });
    expect(terraformBlock({ backend })["backend"]).toEqual({ gcs: { bucket: "acme-state" } });
  });

  it("can be read by another stack where the workspace is named", () => {
    const app = Testing.app();
    const cache = new PullThroughCacheStack(app, "cache", {
      region,
      state: { hcpTerraform: { organization: "acme", workspace: "ecr-cache" } },
    });
    const reader = new TerraformStack(app, "reader");
    const state = cache.ensureBackendExists().getRemoteStateDataSource(reader, "cache", "cache");
    expect(state.toTerraform().data.terraform_remote_state.cache).toMatchObject({
      backend: "remote",
      config: { organization: "acme", workspaces: { name: "ecr-cache" } },
    });
  });

  it("cannot be read by another stack where the workspace is chosen by its tags", () => {
    const app = Testing.app();
    const cache = new PullThroughCacheStack(app, "cache", {
      region,
      state: { hcpTerraform: { organization: "acme", tags: ["ecr"] } },
    });
    const reader = new TerraformStack(app, "reader");
    expect(() =>
      cache.ensureBackendExists().getRemoteStateDataSource(reader, "cache", "cache"),
    ).toThrow(
      "Another stack can only read the state of a workspace that has a name, not of one chosen by tags.",
    );
  });
});
