import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { dockerHub } from "../../../ecr/catalogue";
import { configurationDigest } from "../../../tools/pipeline/configuration-digest";
import { readSynthesizedStacks } from "../../../tools/terraform/synthesized-stack";
import { ACCOUNT, policy, useLocalAws } from "../../local-aws/fixture";
import { useEnvironmentOf } from "../environment";
import { Project, stateOf, THEIR_POLICY, THEIRS } from "./project";

const REGION = "eu-west-1";
const access = { repositories: "caches", organizationId: "o-exampleorgid" } as const;
const cache = { region: REGION, upstreams: { docker: dockerHub() } };
const OURS = {
  Sid: "OrgPullCache",
  Principal: "*",
  Action: [
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchImportUpstreamImage",
    "ecr:BatchGetImage",
    "ecr:BatchCheckLayerAvailability",
  ],
  Resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/docker-hub/*`,
  Condition: { StringLike: { "aws:principalorgid": ["o-exampleorgid"] } },
};

describe("settings that a state does not have", () => {
  const local = useLocalAws();
  useEnvironmentOf(local);
  let project: Project;

  beforeEach(() => {
    project = new Project();
  });

  const scan = (scanType: "BASIC" | "ENHANCED", filter: string) =>
    local.ecr.putRegistryScanningConfiguration({
      scanType,
      rules: [
        {
          scanFrequency: "SCAN_ON_PUSH",
          repositoryFilters: [{ filter, filterType: "WILDCARD" }],
        },
      ],
    });

  describe("a policy", () => {
    it("is refused to be replaced, and shown with the ways on", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const { refused } = await project
        .app({ eu: { ...cache, organizationAccess: access } })
        .inspect();
      expect(refused).toContain(`eu would replace what ${ACCOUNT} has in eu-west-1 once`);
      expect(refused).toContain("  the registry policy\n      TheirReplication\n");
      expect(refused).toContain('mergeWith: [readFileSync("registry-policy.eu.json", "utf8")]');
      expect(refused).toContain("take `organizationAccess` out of main.ts");
      expect(refused).toContain('organizationAccess: { …, existing: "replace" }');
      expect(refused).toContain("npx ecr-cache import eu");
      const saved = readFileSync(join(project.root, "registry-policy.eu.json"), "utf8");
      expect(JSON.parse(saved)).toEqual(JSON.parse(THEIR_POLICY));
    });

    it("is saved without touching what somebody changed in the file", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      writeFileSync(join(project.root, "registry-policy.eu.json"), "{}");
      const { refused } = await project
        .app({ eu: { ...cache, organizationAccess: access } })
        .inspect();
      expect(refused).toContain('readFileSync("registry-policy.eu.new.json", "utf8")');
      expect(readFileSync(join(project.root, "registry-policy.eu.json"), "utf8")).toBe("{}");
    });

    it("is not in the way of one that has its statements too, by mergeWith", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const merged = { ...access, mergeWith: [THEIR_POLICY] };
      const { refused } = await project
        .app({ eu: { ...cache, organizationAccess: merged } })
        .inspect();
      expect(refused).toBe("");
    });

    it("is not in the way where it says what the stack says, in other words", async () => {
      await local.ecr.putRegistryPolicy({ policyText: policy(OURS) });
      const { refused } = await project
        .app({ eu: { ...cache, organizationAccess: access } })
        .inspect();
      expect(refused).toBe("");
    });

    it("is not in the way where the organization is a variable", async () => {
      await local.ecr.putRegistryPolicy({ policyText: policy(OURS) });
      const byVariable = { repositories: "caches" } as const;
      project.app({ eu: { ...cache, organizationAccess: byVariable } });
      expect((await project.inspect()).refused).toBe("");
      const { refused } = await project.inspect({
        env: { ...process.env, TF_VAR_aws_org_id: "o-anotherone" },
      });
      expect(refused).toContain("OrgPullCache");
    });

    it.each([
      ["another action", { Action: [...OURS.Action, "ecr:ReplicateImage"] }],
      ["another resource", { Resource: OURS.Resource.replace("docker-hub", "quay") }],
      [
        "a condition more",
        { Condition: { ...OURS.Condition, Bool: { "aws:SecureTransport": "true" } } },
      ],
      ["another effect", { Effect: "Deny" }],
    ])("is in the way with %s", async (_, other) => {
      await local.ecr.putRegistryPolicy({ policyText: policy({ ...OURS, ...other }) });
      const { refused } = await project
        .app({ eu: { ...cache, organizationAccess: access } })
        .inspect();
      expect(refused).toContain("OrgPullCache");
    });

    it("is nobody's matter where the stack has none", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      expect(await project.app({ eu: cache }).inspect()).toEqual({ refused: "", warned: "" });
    });

    it("is the stack's own where the state has it", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      project.app({ eu: { ...cache, organizationAccess: access } });
      project.state("eu", stateOf({ "aws_ecr_registry_policy.this": { registry_id: ACCOUNT } }));
      expect(await project.inspect()).toEqual({ refused: "", warned: "" });
    });

    it("is taken over by an import block", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      project.app({ eu: { ...cache, organizationAccess: access } });
      const block = { import: [{ to: "aws_ecr_registry_policy.this", id: ACCOUNT }] };
      const file = join(project.root, "cdktf.out", "stacks", "eu", "import.tf.json");
      writeFileSync(file, JSON.stringify(block));
      expect((await project.inspect()).refused).toBe("");
    });

    it('goes by `existing: "replace"`, which a review sees and Terraform does not', async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const digest = () => {
        const [stack] = readSynthesizedStacks(join(project.root, "cdktf.out"));
        return configurationDigest(stack?.json);
      };
      project.app({ eu: { ...cache, organizationAccess: access } });
      const before = digest();
      const replacing = { ...access, existing: "replace" } as const;
      project.app({ eu: { ...cache, organizationAccess: replacing } });
      expect((await project.inspect()).refused).toBe("");
      expect(digest()).not.toBe(before);
    });
  });

  describe("a scanning configuration", () => {
    const scanning = { type: "BASIC", repositories: ["docker-hub/*"] } as const;

    it("is refused to be replaced, and shown", async () => {
      await scan("ENHANCED", "prod/*");
      const { refused } = await project.app({ eu: { ...cache, scanning } }).inspect();
      expect(refused).toContain(
        "the scanning configuration\n      type ENHANCED\n      SCAN_ON_PUSH: prod/*\n",
      );
      expect(refused).toContain('scanning: { …, existing: "replace" }');
    });

    it("is refused also where only a filter of the same type would be lost", async () => {
      await scan("BASIC", "prod/*");
      const { refused } = await project.app({ eu: { ...cache, scanning } }).inspect();
      expect(refused).toContain("type BASIC\n      SCAN_ON_PUSH: prod/*\n");
    });

    it("is AWS's own where nobody set one", async () => {
      expect((await project.app({ eu: { ...cache, scanning } }).inspect()).refused).toBe("");
    });

    it("is not in the way of one with its filters", async () => {
      await scan("BASIC", "prod/*");
      const both = { type: "BASIC", repositories: ["docker-hub/*", "prod/*"] } as const;
      expect((await project.app({ eu: { ...cache, scanning: both } }).inspect()).refused).toBe("");
    });

    it('goes by `existing: "replace"`', async () => {
      await scan("ENHANCED", "prod/*");
      const replacing = { ...scanning, existing: "replace" } as const;
      expect((await project.app({ eu: { ...cache, scanning: replacing } }).inspect()).refused).toBe(
        "",
      );
    });
  });

  describe("are a warning, and no refusal,", () => {
    const withPolicy = { ...cache, organizationAccess: access };

    it("where the state cannot be read", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const s3 = { bucket: "there-is-none", region: REGION };
      const { refused, warned } = await project
        .app({ eu: { ...withPolicy, state: { s3 } } })
        .inspect();
      expect(refused).toBe("");
      expect(warned).toMatch(
        /TheirReplication[\s\S]*its state cannot be read here \(s3:\/\/there-is-none/,
      );
    });

    it("where another workspace of Terraform is chosen", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const env = { ...process.env, TF_WORKSPACE: "staging" };
      const { refused, warned } = await project.app({ eu: withPolicy }).inspect({ env });
      expect(refused).toBe("");
      expect(warned).toContain("(the workspace is staging)");
    });

    it("where HCP Terraform has the state, and nobody has been logged in to it here", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      const hcpTerraform = { organization: "acme", workspace: "cache" };
      const { refused, warned } = await project
        .app({ eu: { ...withPolicy, state: { hcpTerraform } } })
        .inspect();
      expect(refused).toBe("");
      expect(warned).toContain("only Terraform can read it");
    });

    it("where AWS does not let whoever asks read them", async () => {
      await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
      local.aws.fail({ call: "ecr:GetRegistryPolicy" });
      const { refused, warned } = await project.app({ eu: withPolicy }).inspect();
      expect(refused).toBe("");
      expect(warned).toContain("eu: what AWS has already was not looked at:");
    });

    it("where there are no credentials", async () => {
      const env = { AWS_EC2_METADATA_DISABLED: "true", HOME: project.root };
      const { warned } = await project.app({ eu: withPolicy }).inspect({ env });
      expect(warned).toBe(
        "eu: what AWS has already was not looked at: there are no AWS credentials here",
      );
    });

    it("where AWS does not answer, soon", async () => {
      const silent = createServer().listen(0);
      const { port } = silent.address() as { port: number };
      for (const name of ["", "_ECR", "_STS"]) {
        vi.stubEnv(`AWS_ENDPOINT_URL${name}`, `http://127.0.0.1:${port}`);
      }
      const before = Date.now();
      const { warned } = await project.app({ eu: withPolicy }).inspect({ timeout: 300 });
      silent.close();
      expect(Date.now() - before).toBeLessThan(2000);
      expect(warned).toContain("did not answer within 0.3 s");
    });
  });

  it("are looked for in each stack's own Region", async () => {
    await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
    const us = { ...cache, region: "us-east-1", organizationAccess: access };
    const eu = { ...cache, organizationAccess: access };
    const { refused } = await project.app({ eu, us }).inspect();
    expect(refused).toContain("eu would replace");
    expect(refused).not.toContain("us would replace");
    expect(THEIRS.Resource).toContain("eu-west-1");
  });
});

describe("a policy of scope V1", () => {
  const local = useLocalAws({ registryPolicyScope: "V1" });
  useEnvironmentOf(local);

  it("is shown with the change of its scope", async () => {
    await local.ecr.putRegistryPolicy({ policyText: THEIR_POLICY });
    const scoped = { ...access, policyScope: "V2" } as const;
    const project = new Project().app({ eu: { ...cache, organizationAccess: scoped } });
    const { refused } = await project.inspect();
    expect(refused).toContain("The policy scope would change as well: V1 → V2.");
  });
});
