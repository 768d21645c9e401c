import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LocalAws, startLocalAws } from "../../local-aws";
import { CdktfProject } from "./cdktf-project";
import { REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

describeWithTerraform("npx cdktf, where something is missing", () => {
  let aws: LocalAws;
  let project: CdktfProject;

  beforeAll(async () => {
    aws = await startLocalAws();
    project = new CdktfProject(aws, REGION, {});
  });
  afterAll(async () => {
    project.remove();
    await aws.close();
  });

  it("says all of it in sentences, and what to do, before Terraform does anything", async () => {
    const folder = mkdtempSync(join(tmpdir(), "old-terraform-"));
    const old = join(folder, "terraform");
    writeFileSync(old, `#!/bin/sh\necho '{"terraform_version":"1.5.7"}'\n`, { mode: 0o755 });
    project.env["TERRAFORM_BINARY_NAME"] = old;
    delete project.env["AWS_ACCESS_KEY_ID"];
    const { code, stdout, stderr } = await project.cdktf("deploy", "--skip-provider-lock");
    const said = stdout + stderr;
    expect(code).toBe(1);
    expect(said).toContain("is version 1.5.7, which is too old. Install Terraform >= 1.11");
    expect(said).toContain("There are no AWS credentials.");
    expect(said).toMatch(/3 variables have no value:\s+aws_org_id .*\s+docker_cache_token /);
    expect(said).toContain("export TF_VAR_aws_org_id=…");
    expect(aws.calls).toEqual([]);
  });

  it("synthesizes none the less: an app needs none of that", async () => {
    const { code } = await project.cdktf("synth");
    expect(code).toBe(0);
  });
});
