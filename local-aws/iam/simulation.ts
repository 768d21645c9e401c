import { parseArn } from "../arn";
import { AwsError, notImplemented } from "../aws-error";
import { type CallContext, reads } from "../operation";
import type { ConditionKeys } from "../permission";
import { list, oneOf, string, structure } from "../shape";
import { compares } from "./condition";
import { appliesTo, type Decision, evaluate } from "./decision";
import { noSuchEntity, type Role, roleWithArn } from "./identity-store";
import { listed, paging, policyArn } from "./members";
import { boundaryOf, type SourcedStatement, statementsOf } from "./role-statements";

const contextEntry = structure({
  ContextKeyName: string({ min: 5, max: 256 }),
  ContextKeyValues: list(string()),
  ContextKeyType: oneOf("string", "boolean"),
});

export const simulationOperations = {
  /** One result for each action on each resource, with the condition keys that have no value. */
  SimulatePrincipalPolicy: reads(
    structure(
      {
        PolicySourceArn: policyArn,
        ActionNames: list(string({ min: 3, max: 128 })),
        ResourceArns: list(string({ min: 1, max: 2048 })),
        ContextEntries: list(contextEntry),
        ...paging,
      },
      ["PolicySourceArn", "ActionNames"],
    ),
    (input, call) => {
      const role = roleAt(input.PolicySourceArn, call);
      const keys = keysFrom(input.ContextEntries ?? [], role, call);
      const policies = { own: statementsOf(role, call), boundary: boundaryOf(role, call) };
      const results = input.ActionNames.flatMap((action) => {
        checkAction(action);
        return (input.ResourceArns ?? ["*"]).map((resource) =>
          simulate(policies, action, resource, keys),
        );
      });
      return listed("EvaluationResults", results, input);
    },
  ),
};

function simulate(
  policies: {
    readonly own: readonly SourcedStatement[];
    readonly boundary: readonly SourcedStatement[] | undefined;
  },
  action: string,
  resource: string,
  keys: ConditionKeys,
) {
  const permission = { action, resource };
  const { decision, matching } = evaluate(policies.own, permission, keys, compares);
  const bound = policies.boundary && evaluate(policies.boundary, permission, keys, compares);
  const asked = [...policies.own, ...(policies.boundary ?? [])]
    .filter((statement) => appliesTo(statement, permission))
    .flatMap(({ conditions }) => conditions.map(({ key }) => key));
  const given = Object.keys(keys).map((key) => key.toLowerCase());
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: together(decision, bound?.decision ?? "allowed"),
    PermissionsBoundaryDecisionDetail: bound && {
      AllowedByPermissionsBoundary: bound.decision === "allowed",
    },
    MatchedStatements: matching.map(({ policyName }) => ({
      SourcePolicyId: policyName,
      SourcePolicyType: "IAM Policy",
    })),
    MissingContextValues: [...new Set(asked)].filter((key) => !given.includes(key.toLowerCase())),
  };
}

/** An explicit deny of either overrides all, and only what both allow is allowed. */
function together(own: Decision, boundary: Decision): Decision {
  if (own === "explicitDeny" || boundary === "allowed") return own;
  return boundary;
}

function keysFrom(
  entries: readonly {
    readonly ContextKeyName?: string;
    readonly ContextKeyValues?: readonly string[];
  }[],
  role: Role,
  { accountId }: CallContext,
): ConditionKeys {
  const given = entries.map(({ ContextKeyName: key = "", ContextKeyValues: values = [] }) => {
    if (values.length !== 1) throw notImplemented(`a context key with ${values.length} values`);
    return [key, values[0]];
  });
  return {
    "aws:PrincipalAccount": accountId,
    "aws:PrincipalArn": role.arn,
    ...Object.fromEntries(given),
  };
}

function checkAction(action: string): void {
  if (/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) return;
  throw new AwsError("InvalidInput", `Invalid Action: ${action}`);
}

function roleAt(arn: string, call: CallContext): Role {
  const { service, resource = "" } = parseArn(arn) ?? {};
  if (service === "iam" && /^(user|group)\//.test(resource)) {
    throw notImplemented(`the simulation of ${resource.split("/")[0]}s`);
  }
  if (service !== "iam" || !resource.startsWith("role/")) {
    throw new AwsError(
      "InvalidInput",
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  }
  const role = roleWithArn(arn, call);
  if (role) return role;
  throw noSuchEntity(`Role ${arn} does not exist.`);
}
