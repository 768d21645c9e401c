import type { CallContext } from "../operation";
import {
  type Input,
  on,
  onAllResources,
  type Permissions,
  passing,
  stringMember,
  tagging,
} from "../permission";
import { ruleArn } from "./rule-store";

const rule = (input: Input, context: CallContext) => ruleArn(stringMember(input, "Name"), context);
const targetsRule = (input: Input, context: CallContext) =>
  ruleArn(stringMember(input, "Rule"), context);
const tagged = (input: Input) => stringMember(input, "ResourceARN");

export const eventBridgePermissions: Readonly<Record<string, Permissions>> = {
  PutRule: on(
    rule,
    tagging("events:TagResource", rule),
    passing("RoleArn", "events.amazonaws.com"),
  ),
  DescribeRule: on(rule),
  DeleteRule: on(rule),
  EnableRule: on(rule),
  DisableRule: on(rule),
  ListRules: onAllResources,
  PutTargets: on(targetsRule, passingTargetRoles),
  RemoveTargets: on(targetsRule),
  ListTargetsByRule: on(targetsRule),
  ListTagsForResource: on(tagged),
  TagResource: on(tagged),
  UntagResource: on(tagged),
};

function passingTargetRoles(call: string, input: Input, context: CallContext) {
  const targets = (input["Targets"] ?? []) as readonly Input[];
  const one = passing("RoleArn", "events.amazonaws.com");
  return targets.flatMap((target) => one(call, target, context));
}
