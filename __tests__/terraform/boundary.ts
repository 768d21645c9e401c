import { IAM } from "@aws-sdk/client-iam";
import type { LocalAws } from "../../local-aws";
import { policy } from "../local-aws/fixture";
import { REGION } from "./deployment";
import { RegistryReader } from "./registry-reader";

/**
 * Creates the permissions boundary that examples/production.ts names, which is there before the stack:
 * an administrator deploys examples/pipeline-access.ts first. @returns what AWS then holds
 */
export async function createBoundary(aws: LocalAws) {
  const { Policy } = await new IAM(new RegistryReader(aws, REGION).config).createPolicy({
    PolicyName: "pipeline-access-boundary",
    PolicyDocument: policy({ Action: "ecr:*", Resource: "*" }),
  });
  return { policies: [{ name: "pipeline-access-boundary", arn: Policy?.Arn }] };
}
