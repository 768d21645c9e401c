import { parseArn } from "../arn";
import { AwsError } from "../aws-error";
import { changes, reads } from "../operation";
import { page } from "../pagination";
import { boolean, list, string, structure } from "../shape";
import { invalid, invalidNextToken } from "./errors";
import { checkEventBus, checkRole, eventBusName, paging, ruleName } from "./members";
import { ruleNamed } from "./rule-store";
import { type Target, target } from "./target";
import { checkInput } from "./target-input";

const MAX_TARGETS = 5;

const targetIds = list(string({ min: 1, max: 64, pattern: /[.\-_A-Za-z0-9]+/ }), {
  min: 1,
  max: 100,
});

export const targetOperations = {
  /** EventBridge does not check whether a target exists until an event occurs. */
  PutTargets: changes(
    structure(
      {
        Rule: ruleName,
        EventBusName: eventBusName,
        Targets: list(target, { min: 1, max: 100 }),
      },
      ["Rule", "Targets"],
    ),
    (input, call) => {
      checkEventBus(input.EventBusName, call);
      const { targets } = ruleNamed(input.Rule, call);
      for (const one of input.Targets) {
        checkArns(one);
        checkRole(one.RoleArn, call);
        checkInput(one);
      }
      const ids = new Set([...targets.keys(), ...input.Targets.map(({ Id }) => Id)]);
      if (ids.size > MAX_TARGETS) {
        throw new AwsError(
          "LimitExceededException",
          "The requested resource exceeds the maximum number allowed.",
          { reason: `a rule has at most ${MAX_TARGETS} targets` },
        );
      }
      for (const one of input.Targets) targets.set(one.Id, one);
      return noFailures;
    },
  ),

  RemoveTargets: changes(
    structure({ Rule: ruleName, EventBusName: eventBusName, Ids: targetIds, Force: boolean() }, [
      "Rule",
      "Ids",
    ]),
    (input, call) => {
      checkEventBus(input.EventBusName, call);
      const { targets } = ruleNamed(input.Rule, call);
      for (const id of input.Ids) targets.delete(id);
      return noFailures;
    },
  ),

  ListTargetsByRule: reads(
    structure({ Rule: ruleName, EventBusName: eventBusName, ...paging }, ["Rule"]),
    (input, call) => {
      checkEventBus(input.EventBusName, call);
      const { targets } = ruleNamed(input.Rule, call);
      const { items, nextToken } = page(
        [...targets.values()],
        input.Limit ?? 100,
        input.NextToken,
        invalidNextToken,
      );
      return { Targets: items, NextToken: nextToken };
    },
  ),
};

/** In AWS, single entries can fail when it is overloaded. That never happens here. */
const noFailures = { FailedEntryCount: 0, FailedEntries: [] };

function checkArns({ Arn, DeadLetterConfig }: Target): void {
  for (const arn of [Arn, DeadLetterConfig?.Arn]) {
    if (arn === undefined || parseArn(arn) !== undefined) continue;
    throw invalid(`Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
}
