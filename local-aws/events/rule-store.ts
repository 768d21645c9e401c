import type { CallContext } from "../operation";
import { regionalSlot } from "../state";
import type { Tag } from "../tags";
import { notFound } from "./errors";
import type { Target } from "./target";

export interface EventRule {
  readonly name: string;
  readonly arn: string;
  eventPattern: string | undefined;
  scheduleExpression: string | undefined;
  state: string;
  description: string | undefined;
  roleArn: string | undefined;
  tags: readonly Tag[];
  /** By id. */
  readonly targets: Map<string, Target>;
}

/** The rules on the default event bus of one account in one Region, by name. */
export type RuleStore = Map<string, EventRule>;

export const ruleStores = regionalSlot((): RuleStore => new Map());

/** The rules of the caller's account in the caller's Region. */
export function rulesOf(call: CallContext): RuleStore {
  return call.state.get(ruleStores, call);
}

export function ruleArn(name: string, call: CallContext): string {
  return `arn:${call.partition}:events:${call.region}:${call.accountId}:rule/${name}`;
}

/** @throws AwsError when there is no such rule. */
export function ruleNamed(name: string, call: CallContext): EventRule {
  const rule = rulesOf(call).get(name);
  if (rule) return rule;
  throw notFound(`Rule ${name} does not exist on EventBus default.`);
}
