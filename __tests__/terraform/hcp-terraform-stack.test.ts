import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalAws, startLocalAws } from "../../local-aws";
import { findProject } from "../../tools/cdktf/project";
import { Sandbox } from "../../tools/demo/sandbox";
import { REGION } from "./deployment";
import { type HcpTerraform, startHcpTerraform } from "./hcp-terraform";
import { describeWithHcpTerraform } from "./hcp-terraform/describe-with-hcp-terraform";
import { type SharedProvider, startSharedProvider } from "./shared-provider";
import { writtenFiles } from "./written-files";

const WORKSPACE = "ecr-cache";
/** Beside `cdktf.out`: what lies in the stack's folder is uploaded with it, and a plan has secrets. */
const PLAN = "../../../reviewed.tfplan";

describeWithHcpTerraform("examples/hcp-terraform.ts", () => {
  let aws: LocalAws;
  let hcp: HcpTerraform;
  let sandbox: Sandbox;
  let provider: SharedProvider;

  beforeAll(async () => {
    aws = await startLocalAws();
    hcp = await startHcpTerraform();
    sandbox = await Sandbox.open(findProject("examples/hcp-terraform.ts"), aws, REGION);
    provider = await startSharedProvider(sandbox.env);
    Object.assign(sandbox.env, hcp.environment("ann"), {
      TF_REATTACH_PROVIDERS: provider.reattach,
    });
    useStandIn();
    expect(await terraform("init")).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    provider.stop();
    sandbox.close();
    await hcp.close();
    await aws.close();
  });

  const terraform = (command: string, ...args: string[]) =>
    sandbox.terraform(sandbox.stack, command, "-input=false", "-no-color", ...args);

  /** Only the host is another one than in the example. */
  function useStandIn(): void {
    const file = join(sandbox.stack.folder, "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8"));
    json.terraform.cloud.hostname = hcp.hostname;
    writeFileSync(file, JSON.stringify(json));
  }

  /** What was done to the workspace since some call: `lock`, `state-versions`, `unlock`. */
  function changesSince(index: number): (string | undefined)[] {
    const changes = hcp.calls
      .slice(index)
      .filter(({ call }) => call.startsWith("POST workspaces/"));
    return changes.map(({ call }) => call.split("/").at(-1));
  }

  it("is planned without a change of the state", async () => {
    const before = hcp.calls.length;
    const { code, stdout } = await terraform("plan", `-out=${PLAN}`);
    expect(code).toBe(0);
    expect(stdout).toContain("Plan: 6 to add, 0 to change, 0 to destroy.");
    expect(changesSince(before)).toEqual(["lock", "unlock"]);
  });

  it("is deployed from the plan, under the workspace's lock", async () => {
    const before = hcp.calls.length;
    expect(await terraform("apply", PLAN)).toMatchObject({ code: 0, stderr: "" });
    expect(changesSince(before)).toEqual(["lock", "state-versions", "unlock"]);
    const state = JSON.parse(hcp.workspace(WORKSPACE)?.stateVersions.at(-1)?.content ?? "{}");
    const addresses = state.resources
      .filter(({ mode }: { mode: string }) => mode === "managed")
      .map(({ type, name }: { type: string; name: string }) => `${type}.${name}`);
    expect(addresses).toContain("aws_ecr_pull_through_cache_rule.docker");
    expect(addresses).toHaveLength(6);
  });

  it("leaves no state on the disk; the token is in no file, and not in the workspace", () => {
    const token = sandbox.env["TF_VAR_docker_cache_token"] ?? "";
    const files = writtenFiles(sandbox.folder);
    const states = files.filter(
      ([name, text]) => text.includes('"lineage"') && !name.includes(".tfplan"),
    );
    expect(states.map(([name]) => name)).toEqual([]);
    expect(files.filter(([, text]) => text.includes(token)).map(([name]) => name)).toEqual([]);
    expect(hcp.workspace(WORKSPACE)?.stateVersions.at(-1)?.content).not.toContain(token);
  });

  it("shows its outputs, as HCP Terraform keeps them", async () => {
    const { stdout } = await sandbox.terraform(sandbox.stack, "output", "-json");
    expect(JSON.parse(stdout).ecr_cache_prefix.value).toEqual({
      docker: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/",
      quay: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/quay/",
    });
  });

  it("is destroyed, and the workspace keeps an empty state", async () => {
    expect(await terraform("destroy", "-auto-approve")).toMatchObject({ code: 0 });
    expect(aws.inventory()).toEqual({});
    const versions = hcp.workspace(WORKSPACE)?.stateVersions ?? [];
    expect(versions.map(({ serial }) => serial)).toEqual([1, 2]);
    expect(JSON.parse(versions.at(-1)?.content ?? "{}").resources).toEqual([]);
    expect(hcp.workspace(WORKSPACE)?.lockedBy).toBeUndefined();
  });

  it("is uploaded as it was synthesized, with the variables, where HCP Terraform runs it", async () => {
    const workspace = hcp.workspace(WORKSPACE);
    if (workspace) workspace.executionMode = "remote";
    const { code, stderr } = await terraform("plan");
    expect(code).toBe(1); // Nothing runs it here.
    expect(stderr).toContain("Failed to create run");
    const archive = workspace?.configurations.at(-1)?.archive;
    const files = execFileSync("tar", ["-tzf", "-"], { input: archive, encoding: "utf8" });
    expect(files.split("\n").filter((file) => file !== "")).toEqual(["cdk.tf.json"]);
    // Terraform gives the run all that it finds in the environment, the token too.
    expect(workspace?.runs.at(-1)?.variables).toEqual({
      aws_org_id: '"o-exampleorgid"',
      docker_cache_token: '"example-docker-cache-token"',
      docker_cache_username: '"example-docker-cache-username"',
    });
  });

  it("asks HCP Terraform for nothing that is not known here", () => {
    expect(hcp.calls.filter(({ known }) => !known)).toEqual([]);
  });
});
