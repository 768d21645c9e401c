import { App } from "cdktf";
import { dockerHub, quay } from "../ecr/catalogue";
import { PullThroughCacheStack } from "../stacks/pull-through-cache-stack";
import { synthesize } from "../stacks/synthesize";

const app = new App();

// The state is in a workspace of HCP Terraform. The tokens are write-only, and so in no state.
new PullThroughCacheStack(app, "hcp-terraform", {
  region: "eu-west-1",
  state: { hcpTerraform: { organization: "acme", workspace: "ecr-cache", project: "platform" } },
  upstreams: { docker: dockerHub(), quay: quay() },
  secrets: { value: "write-only" },
  expiry: { days: 30 },
  organizationAccess: { repositories: "caches" },
});

synthesize(app);
