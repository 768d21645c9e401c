import { App } from "cdktf";
import { dockerHub } from "./ecr/catalogue";
import { PullThroughCacheStack } from "./stacks/pull-through-cache-stack";
import { synthesize } from "./stacks/synthesize";

const app = new App();

new PullThroughCacheStack(app, "ecr-pull-through-cache", {
  region: "eu-west-1",
  upstreams: { docker: dockerHub() },
  expiry: { days: 7 },
  organizationAccess: { repositories: "registry" }, // "caches" opens only what this stack caches
  scanning: { type: "BASIC", repositories: ["*"] },
});

synthesize(app);
