import { App } from "cdktf";
import { dockerHub } from "../../ecr/catalogue";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { synthesize } from "../../stacks/synthesize";

/** As many stacks as STACKS says, each like the one of main.ts. */
const app = new App();
for (let index = 0; index < Number(process.env["STACKS"]); index++) {
  new PullThroughCacheStack(app, `cache-${index}`, {
    region: "eu-west-1",
    account: { id: String(100_000_000_000 + index) }, // each its own: one registry has one owner
    upstreams: { docker: dockerHub() },
    expiry: { days: 7 },
    organizationAccess: { repositories: "registry" },
    scanning: { type: "BASIC", repositories: ["*"] },
  });
}
synthesize(app);
