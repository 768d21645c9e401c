import { App } from "cdktf";
import { dockerHub, gitHub, quay } from "../ecr/catalogue";
import { PullThroughCacheStack } from "../stacks/pull-through-cache-stack";
import { synthesize } from "../stacks/synthesize";

const app = new App();

// The registries of the caches: a registry is one account in one Region. Terraform assumes the role.
const registries = [
  { account: "111111111111", region: "eu-west-1" },
  { account: "111111111111", region: "us-east-1" },
  { account: "222222222222", region: "eu-west-1" },
];

for (const { account, region } of registries) {
  new PullThroughCacheStack(app, `cache-${account}-${region}`, {
    region,
    account: { id: account, roleArn: `arn:aws:iam::${account}:role/deploy-pull-through-cache` },
    upstreams: { docker: dockerHub(), ghcr: gitHub(), quay: quay() },
    expiry: { days: 7 },
    pullPermissions: { as: "managed-policy" },
  });
}

synthesize(app);
