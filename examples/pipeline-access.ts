import { App } from "cdktf";
import { PipelineAccessStack } from "../stacks/pipeline-access-stack";
import { synthesize } from "../stacks/synthesize";

const app = new App();

// Deployed once, by an administrator. From then on, the pipeline deploys examples/production.ts without a key.
new PipelineAccessStack(app, "pipeline-access", {
  region: "eu-west-1",
  account: { id: "111111111111" },
  pipeline: {
    gitHub: {
      repository: "acme/ecr-pull-through-cache",
      environment: "production",
      ids: { owner: "123456", repository: "456789" }, // gh api repos/acme/ecr-pull-through-cache
    },
  },
  stacks: {
    production: {
      region: "eu-west-1",
      prefixes: ["docker-hub", "github", "quay"],
      kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555",
      pullPermissions: "managed-policy",
      scanning: "ENHANCED",
    },
  },
  planSecretValues: "hidden", // from whoever can open a pull request
  stateAccess: { bucket: "acme-terraform-state" },
  tags: { team: "platform", service: "pull-through-cache" },
});

synthesize(app);
