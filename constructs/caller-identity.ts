import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { named } from "./address";

const ID = "caller-identity";

/** The AWS account that Terraform works in (`data.aws_caller_identity.current`), one per stack. */
export function callerIdentity(scope: Construct): DataAwsCallerIdentity {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(ID) as DataAwsCallerIdentity | undefined;
  return existing ?? named("current", new DataAwsCallerIdentity(stack, ID));
}
