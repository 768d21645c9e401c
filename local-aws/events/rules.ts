import { type CallContext, changes, reads } from "../operation";
import { page } from "../pagination";
import { boolean, oneOf, string, structure } from "../shape";
import { checkTags, tagList } from "../tags";
import { invalid, invalidNextToken } from "./errors";
import { checkEventPattern } from "./event-pattern";
import { checkEventBus, checkRole, eventBusName, paging, roleArn, ruleName } from "./members";
import { type EventRule, ruleArn, ruleNamed, rulesOf } from "./rule-store";
import { ruleTagErrors } from "./rule-tags";
import { checkSchedule } from "./schedule";

const oneRule = structure({ Name: ruleName, EventBusName: eventBusName }, ["Name"]);

export const ruleOperations = {
  PutRule: changes(
    structure(
      {
        Name: ruleName,
        ScheduleExpression: string({ max: 256 }),
        EventPattern: string({ max: 4096 }),
        State: oneOf("ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"),
        Description: string({ max: 512 }),
        RoleArn: roleArn,
        Tags: tagList,
        EventBusName: eventBusName,
      },
      ["Name"],
    ),
    (input, call) => {
      const { EventPattern, ScheduleExpression } = input;
      checkEventBus(input.EventBusName, call);
      if (!EventPattern && !ScheduleExpression) {
        throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
      }
      if (EventPattern) checkEventPattern(EventPattern);
      if (ScheduleExpression) checkSchedule(ScheduleExpression);
      checkRole(input.RoleArn, call);
      checkTags(input.Tags ?? [], ruleTagErrors);
      const existing = rulesOf(call).get(input.Name);
      const rule: EventRule = {
        name: input.Name,
        arn: ruleArn(input.Name, call),
        // Updating a rule resets omitted members, but leaves tags and targets unchanged.
        eventPattern: EventPattern || undefined,
        scheduleExpression: ScheduleExpression || undefined,
        state: input.State ?? "ENABLED",
        description: input.Description || undefined,
        roleArn: input.RoleArn,
        tags: existing?.tags ?? input.Tags ?? [],
        targets: existing?.targets ?? new Map(),
      };
      rulesOf(call).set(rule.name, rule);
      return { RuleArn: rule.arn };
    },
  ),

  DescribeRule: reads(oneRule, (input, call) => {
    checkEventBus(input.EventBusName, call);
    return { ...describe(ruleNamed(input.Name, call)), CreatedBy: call.accountId };
  }),

  /** Succeeds even if there is no such rule, so that clients can retry. */
  DeleteRule: changes(
    structure({ Name: ruleName, EventBusName: eventBusName, Force: boolean() }, ["Name"]),
    (input, call) => {
      checkEventBus(input.EventBusName, call);
      if (rulesOf(call).get(input.Name)?.targets.size) {
        throw invalid("Rule can't be deleted since it has targets.");
      }
      rulesOf(call).delete(input.Name);
      return {};
    },
  ),

  EnableRule: changes(oneRule, (input, call) => setState(input, "ENABLED", call)),

  DisableRule: changes(oneRule, (input, call) => setState(input, "DISABLED", call)),

  ListRules: reads(
    structure({ NamePrefix: ruleName, EventBusName: eventBusName, ...paging }),
    (input, call) => {
      checkEventBus(input.EventBusName, call);
      const rules = [...rulesOf(call).values()]
        .filter(({ name }) => name.startsWith(input.NamePrefix ?? ""))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, nextToken } = page(
        rules,
        input.Limit ?? 100,
        input.NextToken,
        invalidNextToken,
      );
      return { Rules: items.map(describe), NextToken: nextToken };
    },
  ),
};

function setState(
  input: { readonly Name: string; readonly EventBusName?: string },
  state: string,
  call: CallContext,
): object {
  checkEventBus(input.EventBusName, call);
  ruleNamed(input.Name, call).state = state;
  return {};
}

function describe(rule: EventRule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: "default",
  };
}
