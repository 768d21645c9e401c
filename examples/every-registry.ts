import { App } from "cdktf";
import {
  azure,
  chainguard,
  dockerHub,
  ecrPublic,
  gitHub,
  gitLab,
  kubernetes,
  privateEcr,
  quay,
} from "../ecr/catalogue";
import { PullThroughCacheStack } from "../stacks/pull-through-cache-stack";
import { synthesize } from "../stacks/synthesize";

const app = new App();

// A cache of every registry that Amazon ECR can cache, one line each.
new PullThroughCacheStack(app, "every-registry", {
  region: "eu-west-1",
  upstreams: {
    docker: dockerHub(),
    ghcr: gitHub(),
    gitlab: gitLab(),
    acr: azure("examplecompany"),
    chainguard: chainguard(),
    quay: quay(),
    k8s: kubernetes(),
    ecr_public: ecrPublic(),
    platform: privateEcr({
      account: "222222222222",
      region: "eu-central-1",
      prefix: "platform",
      upstreamRepositoryPrefix: "released",
    }),
  },
  expiry: { days: 7 },
  organizationAccess: { repositories: "caches" },
  pullPermissions: { as: "managed-policy" },
});

synthesize(app);
