import { beforeEach, describe, expect, it } from "vitest";
import { dockerHub, quay } from "../../../ecr/catalogue";
import { ACCOUNT, createBucket, useLocalAws } from "../../local-aws/fixture";
import { useEnvironmentOf } from "../environment";
import { Project, stateOf } from "./project";

const cache = { region: "eu-west-1", upstreams: { docker: dockerHub() } };

/** The state of a cache of Docker Hub. */
function deployedIn(region: string, account = ACCOUNT): string {
  const host = `${account}.dkr.ecr.${region}.amazonaws.com`;
  return stateOf(
    {
      "aws_ecr_pull_through_cache_rule.docker": {
        ecr_repository_prefix: "docker-hub",
        registry_id: account,
      },
      "aws_secretsmanager_secret.docker_cache_creds": {
        arn: `arn:aws:secretsmanager:${region}:${account}:secret:ecr-pullthroughcache/docker-hub-a1b2c3`,
      },
    },
    { ecr_cache_prefix: { value: { docker: `${host}/docker-hub/` } } },
  );
}

describe("what a deployment would leave behind", () => {
  const local = useLocalAws();
  useEnvironmentOf(local);
  let project: Project;

  beforeEach(() => {
    project = new Project();
  });

  describe("when a stack moves", () => {
    it("to another Region, is refused with the way", async () => {
      project.app({ cache: { ...cache, region: "us-east-1" } });
      project.state("cache", deployedIn("eu-west-1"));
      const { refused } = await project.inspect();
      expect(refused).toContain(
        "cache is deployed in the Region eu-west-1, as its state says, and would be deployed in us-east-1 now.",
      );
      expect(refused).toContain('1. put region: "eu-west-1" back');
      expect(refused).toContain("npx cdktf destroy cache");
    });

    it("to another Region without a secret, is known by its outputs", async () => {
      project.app({ cache: { region: "us-east-1", upstreams: { quay: quay() } } });
      const host = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`;
      const rule = { ecr_repository_prefix: "quay", registry_id: ACCOUNT };
      const outputs = { ecr_cache_prefix: { value: { quay: `${host}/quay/` } } };
      project.state("cache", stateOf({ "aws_ecr_pull_through_cache_rule.quay": rule }, outputs));
      expect((await project.inspect()).refused).toContain("is deployed in the Region eu-west-1");
    });

    it("to another account, by the stack or by the credentials, is refused", async () => {
      project.app({ cache: { ...cache, account: { id: "222222222222" } } });
      project.state("cache", deployedIn("eu-west-1"));
      expect((await project.inspect()).refused).toContain(
        "cache is deployed in the account 111111111111, as its state says, and would be deployed in 222222222222 now.",
      );
      project.app({ cache });
      project.state("cache", deployedIn("eu-west-1", "222222222222"));
      const { refused } = await project.inspect();
      expect(refused).toContain("is deployed in the account 222222222222");
      expect(refused).toContain("export AWS_PROFILE=…");
    });

    it("is not refused where it stays, or where nothing is deployed any more", async () => {
      project.app({ cache });
      project.state("cache", deployedIn("eu-west-1"));
      expect(await project.inspect()).toEqual({ refused: "", warned: "" });
      project.app({ cache: { ...cache, region: "us-east-1" } });
      project.state("cache", stateOf({}));
      expect(await project.inspect()).toEqual({ refused: "", warned: "" });
    });
  });

  describe("when a stack goes", () => {
    it("is refused where its state is beside the project", async () => {
      project.app({ new: cache });
      project.state("old", deployedIn("us-east-1"));
      const { refused } = await project.inspect();
      expect(refused).toContain("terraform.old.tfstate is the state of a stack old");
      expect(refused).toContain(`the caches docker-hub in ${ACCOUNT}, us-east-1`);
      expect(refused).toContain("run npx cdktf destroy old");
      expect(refused).toContain('synthesize(app, { otherStacks: ["old"] })');
    });

    it.each([
      ["it is destroyed", "old", stateOf({})],
      ["its state has no caches", "old", stateOf({ "aws_iam_role.plan": {} })],
      ["its file is no state", "old", "{}"],
      ["it is a stack of the app", "cache", deployedIn("eu-west-1")],
      ["another app has it", "theirs-eu", deployedIn("us-east-1")],
    ])("is not refused where %s", async (_, name, state) => {
      project.app({ cache }, { otherStacks: ["theirs-*"] });
      project.state(name, state);
      expect(await project.inspect()).toEqual({ refused: "", warned: "" });
    });

    describe("with a state in S3", () => {
      const state = { s3: { bucket: "acme-terraform-state" } };
      const put = (Key: string, Body: string) =>
        local.s3.putObject({ Bucket: "acme-terraform-state", Key, Body });

      beforeEach(() => createBucket(local.config(), "acme-terraform-state"));

      it("is refused in the folder of the app's states", async () => {
        project.app({ "cache-eu": { ...cache, state } });
        await put("ecr-pull-through-cache/cache-us.tfstate", deployedIn("us-east-1"));
        const { refused } = await project.inspect();
        expect(refused).toContain(
          "s3://acme-terraform-state/ecr-pull-through-cache/cache-us.tfstate is the state of a stack cache-us",
        );
      });

      it("leaves other folders, and names of other projects, alone", async () => {
        const own = {
          s3: { bucket: "acme-terraform-state", region: "eu-west-1", key: "ecr/mine.tfstate" },
        };
        project.app({
          "cache-eu": { ...cache, state },
          mine: { ...cache, region: "us-east-1", state: own },
        });
        await put("network.tfstate", deployedIn("us-east-1"));
        await put("other/cache-us.tfstate", deployedIn("us-east-1"));
        await put("ecr-pull-through-cache/team/cache-us.tfstate", deployedIn("us-east-1"));
        await put("ecr-pull-through-cache/cache-us.tfstate.tflock", "{}");
        await put("ecr-pull-through-cache/network.tfstate", stateOf({ "aws_vpc.main": {} }));
        expect(await project.inspect()).toEqual({ refused: "", warned: "" });
      });

      it("reads the state of a stack from there", async () => {
        project.app({
          "cache-eu": {
            ...cache,
            region: "us-east-1",
            state: { s3: { bucket: "acme-terraform-state", region: "eu-west-1" } },
          },
        });
        await put("ecr-pull-through-cache/cache-eu.tfstate", deployedIn("eu-west-1"));
        expect((await project.inspect()).refused).toContain("is deployed in the Region eu-west-1");
      });

      it("reads it with the role of the bucket", async () => {
        await local.iam.createRole({
          RoleName: "state",
          AssumeRolePolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } }],
          }),
        });
        const roleArn = `arn:aws:iam::${ACCOUNT}:role/state`;
        const s3 = { bucket: "acme-terraform-state", roleArn };
        const { warned } = await project.app({ "cache-eu": { ...cache, state: { s3 } } }).inspect();
        expect(warned).toContain("AccessDenied");
        await local.iam.putRolePolicy({
          RoleName: "state",
          PolicyName: "read",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" },
            ],
          }),
        });
        await put("ecr-pull-through-cache/cache-us.tfstate", deployedIn("us-east-1"));
        expect((await project.inspect()).refused).toContain("the state of a stack cache-us");
      });

      it("is a warning where the bucket cannot be listed", async () => {
        local.aws.fail({ call: "s3:ListObjectsV2", times: 20 });
        const { refused, warned } = await project.app({ eu: { ...cache, state } }).inspect();
        expect(refused).toBe("");
        expect(warned).toContain("whether a stack was taken out of the app was not looked at");
      });
    });
  });
});
