import { App } from "cdktf";
import { dockerHub, gitHub, quay } from "../ecr/catalogue";
import { PullThroughCacheStack } from "../stacks/pull-through-cache-stack";
import { synthesize } from "../stacks/synthesize";

const app = new App();

// The article's cache, hardened for production: docs/production.md has the reason for each line.
new PullThroughCacheStack(app, "production", {
  region: "eu-west-1",
  account: { id: "111111111111" },
  upstreams: {
    docker: dockerHub({ credentialsVersion: 1 }), // add 1 to rotate the token
    ghcr: gitHub({ credentialsVersion: 1 }),
    quay: quay(),
  },
  secrets: { value: "write-only", recoveryWindowInDays: 7 },
  expiry: { images: 50 },
  repositories: {
    template: "per-prefix",
    kmsKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555",
  },
  organizationAccess: {
    repositories: "caches",
    match: "StringEquals",
    firstPulls: "allowed",
    importable: ["docker-hub/library/*", "docker-hub/grafana/*", "github/*", "quay/*"],
    policyScope: "V2",
    mergeWith: [
      // What another team had in the registry's one policy before.
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "ReplicationFromBuildAccount",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::333333333333:root" },
            Action: ["ecr:CreateRepository", "ecr:ReplicateImage"],
            Resource: "arn:aws:ecr:eu-west-1:111111111111:repository/products/*",
          },
        ],
      }),
    ],
  },
  scanning: { type: "ENHANCED", continuous: ["docker-hub/*", "github/*"], onPush: ["quay/*"] },
  failureAlarm: { topic: "create" },
  pullPermissions: { as: "managed-policy" },
  permissionsBoundary: "arn:aws:iam::111111111111:policy/pipeline-access-boundary", // made by examples/pipeline-access.ts
  tags: { team: "platform", service: "pull-through-cache" },
});

synthesize(app);
