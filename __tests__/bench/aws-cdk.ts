import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGES = ["aws-cdk-lib@2.276.0", "constructs@10.7.2"];

/** The resources of main.ts in AWS CDK, written as its users do: modules of the barrel's folders. */
const APP = `
const { App, Stack, CfnParameter, RemovalPolicy, Fn, SecretValue } = require("aws-cdk-lib/core");
const ecr = require("aws-cdk-lib/aws-ecr");
const { CfnSecret } = require("aws-cdk-lib/aws-secretsmanager");
const app = new App({ outdir: "cdk.out" });
const stack = new Stack(app, "cache", { env: { region: "eu-west-1" } });
const username = new CfnParameter(stack, "Username");
const token = new CfnParameter(stack, "Token", { noEcho: true });
const organization = new CfnParameter(stack, "Organization");
const days = new CfnParameter(stack, "Days", { type: "Number", default: 7 });
const secret = new CfnSecret(stack, "Secret", {
  name: "ecr-pullthroughcache/docker-hub",
  secretString: Fn.sub('{"username":"\${Username}","accessToken":"\${Token}"}'),
});
new ecr.CfnPullThroughCacheRule(stack, "Rule", {
  ecrRepositoryPrefix: "docker-hub",
  upstreamRegistryUrl: "registry-1.docker.io",
  credentialArn: secret.ref,
});
new ecr.CfnRepositoryCreationTemplate(stack, "Template", {
  prefix: "ROOT",
  appliedFor: ["PULL_THROUGH_CACHE"],
  lifecyclePolicy: Fn.sub('{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"sinceImagePushed","countNumber":\${Days},"countUnit":"days"},"action":{"type":"expire"}}]}'),
});
new ecr.CfnRegistryPolicy(stack, "Policy", {
  policyText: {
    Version: "2012-10-17",
    Statement: [{
      Sid: "OrgPullCache",
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:GetDownloadUrlForLayer"],
      Resource: Fn.sub("arn:aws:ecr:\${AWS::Region}:\${AWS::AccountId}:repository/*"),
      Condition: { StringLike: { "aws:PrincipalOrgID": organization.valueAsString } },
    }],
  },
});
new ecr.CfnRegistryScanningConfiguration(stack, "Scanning", {
  scanType: "BASIC",
  rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
});
app.synth();
`;

/** A folder with the app, and AWS CDK installed beside it: it is no dependency of the project. */
export function installAwsCdk(cache: string): string {
  const folder = join(cache, "aws-cdk");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "app.js"), APP);
  if (!existsSync(join(folder, "node_modules", "aws-cdk-lib"))) {
    const args = [
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--no-audit",
      "--no-fund",
      ...PACKAGES,
    ];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`AWS CDK cannot be installed: ${stderr}`);
  }
  return folder;
}
