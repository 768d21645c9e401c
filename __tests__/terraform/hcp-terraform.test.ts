import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { type HcpTerraform, ORGANIZATION, startHcpTerraform } from "./hcp-terraform";
import { describeWithHcpTerraform } from "./hcp-terraform/describe-with-hcp-terraform";
import { WorkingFolder } from "./hcp-terraform/working-folder";

describeWithHcpTerraform("a state in HCP Terraform", () => {
  let hcp: HcpTerraform;
  const folders: WorkingFolder[] = [];

  beforeAll(async () => {
    hcp = await startHcpTerraform();
  });
  afterEach(() => {
    for (const folder of folders.splice(0)) folder.remove();
    expect(hcp.calls.filter(({ known }) => !known)).toEqual([]);
  });
  afterAll(() => hcp.close());

  const cloud = (workspaces: object) => ({
    cloud: { hostname: hcp.hostname, organization: ORGANIZATION, workspaces },
  });

  function workingFolder(settings: object, env = hcp.environment("ann")): WorkingFolder {
    const folder = new WorkingFolder(settings, env);
    folders.push(folder);
    return folder;
  }

  it("is locked while a run changes it, for everybody else, and then free again", async () => {
    const folder = workingFolder(cloud({ name: "contended" }));
    const wait = "for i in $(seq 300); do [ -e finish ] && exit 0; sleep 0.1; done; exit 1";
    const command = `touch started; ${wait}`;
    folder.configure(cloud({ name: "contended" }), {
      provisioner: [{ "local-exec": { command } }],
    });
    await folder.terraform("init", "-input=false");
    const running = folder.terraform("apply", "-auto-approve", "-input=false");
    await vi.waitFor(() => expect(existsSync(join(folder.folder, "started"))).toBe(true), 20_000);
    expect(hcp.workspace("contended")?.lockedBy).toBe("ann");

    const refused = await folder.as(hcp.environment("bob"), "plan", "-input=false", "-no-color");
    writeFileSync(join(folder.folder, "finish"), "");
    expect(refused.code).toBe(1);
    // The lock of the run that holds it. What Terraform prints below it, "Who", is the refused run.
    expect(refused.stderr).toContain('workspace already locked (lock ID: "acme/contended")');
    expect((await running).code).toBe(0);
    expect(hcp.workspace("contended")?.lockedBy).toBeUndefined();
  });

  it("is freed by force after a run that ended without unlocking it", async () => {
    const folder = workingFolder(cloud({ name: "left-locked" }));
    await folder.terraform("init", "-input=false");
    const workspace = hcp.workspace("left-locked");
    if (workspace) workspace.lockedBy = "ann";
    const asBob = hcp.environment("bob");
    const { code } = await folder.as(asBob, "force-unlock", "-force", "acme/left-locked");
    expect(code).toBe(0);
    expect(workspace?.lockedBy).toBeUndefined();
  });

  it("goes to a new workspace in a project, by its name", async () => {
    const folder = workingFolder(cloud({ name: "named", project: "platform" }));
    const { code } = await folder.terraform("init", "-input=false");
    expect(code).toBe(0);
    expect(hcp.workspace("named")?.project.name).toBe("platform");
  });

  it("goes to the one workspace that has the tags, or to the one that TF_WORKSPACE names", async () => {
    const settings = cloud({ project: "caches", tags: ["ecr-cache"] });
    const first = workingFolder(settings);
    const none = await first.terraform("init", "-input=false");
    expect(none.stderr).toContain("No existing workspaces.");
    expect(await first.answering("eu-west-1", "init")).toBe(0);
    expect(hcp.workspace("eu-west-1")?.project.name).toBe("caches");
    expect([...(hcp.workspace("eu-west-1")?.tags.keys() ?? [])]).toEqual(["ecr-cache"]);

    const pipeline = workingFolder(settings);
    expect((await pipeline.terraform("init", "-input=false")).code).toBe(0);
    expect((await pipeline.terraform("workspace", "show")).stdout).toBe("eu-west-1\n");

    expect((await first.terraform("workspace", "new", "us-east-1")).code).toBe(0);
    const named = workingFolder(settings, { ...hcp.environment("ann"), TF_WORKSPACE: "us-east-1" });
    expect((await named.terraform("init", "-input=false")).code).toBe(0);
    expect((await named.terraform("apply", "-auto-approve", "-input=false")).code).toBe(0);
    expect(hcp.workspace("us-east-1")?.stateVersions).toHaveLength(1);
    expect(hcp.workspace("eu-west-1")?.stateVersions).toHaveLength(0);
  });

  it("comes from a local file, when a person says yes or a pipeline pushes the file", async () => {
    const folder = workingFolder({ backend: { local: { path: "before.tfstate" } } });
    await folder.terraform("init", "-input=false");
    await folder.terraform("apply", "-auto-approve", "-input=false");
    const before = JSON.parse(readFileSync(join(folder.folder, "before.tfstate"), "utf8"));

    folder.configure(cloud({ name: "moved-by-hand" }));
    const silent = await folder.terraform("init", "-input=false", "-no-color");
    expect(silent.code).toBe(1);
    expect(silent.stderr).toContain("Can't ask approval for state migration");
    expect(await folder.answering("yes", "init")).toBe(0);
    expect(stateOf("moved-by-hand").resources).toEqual(before.resources);

    const pipeline = workingFolder(cloud({ name: "moved-by-pipeline" }));
    writeFileSync(join(pipeline.folder, "before.tfstate"), JSON.stringify(before));
    expect((await pipeline.terraform("init", "-input=false")).code).toBe(0);
    expect((await pipeline.terraform("state", "push", "before.tfstate")).code).toBe(0);
    expect(stateOf("moved-by-pipeline").resources).toEqual(before.resources);
    // The workspace counts for itself: the old file does not follow on this state.
    expect(stateOf("moved-by-pipeline")).toMatchObject({ serial: 1, version: before.version });
    expect(stateOf("moved-by-pipeline").lineage).not.toBe(before.lineage);
    const plan = await pipeline.terraform("plan", "-input=false", "-detailed-exitcode");
    expect(plan.code).toBe(0);
  });

  it("is not reached without a token, and Terraform says how to get one", async () => {
    const folder = workingFolder(cloud({ name: "closed" }), { ...hcp.trust });
    const { code, stderr } = await folder.terraform("init", "-input=false", "-no-color");
    expect(code).toBe(1);
    expect(stderr).toContain("Required token could not be found");
    expect(stderr).toContain(`terraform login ${hcp.hostname}`);
    expect(hcp.workspace("closed")).toBeUndefined();
  });

  it("is not reached with a wrong token, which is not shown", async () => {
    const wrong = { ...hcp.trust, [`TF_TOKEN_${hcp.hostname}`]: "not-a-real-token-of-nobody" };
    const folder = workingFolder(cloud({ name: "closed" }), wrong);
    const { code, stderr } = await folder.terraform("init", "-input=false", "-no-color");
    expect(code).toBe(1);
    expect(stderr).toContain('Failed to read organization "acme"');
    expect(stderr).toContain("unauthorized");
    expect(stderr).not.toContain("not-a-real-token-of-nobody");
  });

  it("is reached with a token from the CLI configuration, where `terraform login` puts it", async () => {
    const folder = workingFolder(cloud({ name: "logged-in" }), { ...hcp.trust });
    const token = hcp.environment("ann")[`TF_TOKEN_${hcp.hostname}`];
    writeFileSync(
      join(folder.folder, ".terraformrc"),
      `credentials "${hcp.hostname}" {\n  token = "${token}"\n}\n`,
    );
    expect((await folder.terraform("init", "-input=false")).code).toBe(0);
    expect(readdirSync(folder.folder)).not.toContain("terraform.tfstate");
    expect(hcp.workspace("logged-in")).toBeDefined();
  });

  function stateOf(workspace: string) {
    return JSON.parse(hcp.workspace(workspace)?.stateVersions.at(-1)?.content ?? "{}");
  }
});
