import type { CallContext } from "../operation";
import { PolicyProblem, readPolicy, type Statement } from "../policy-document";
import { isMissing, isPrincipal, namedPrincipals } from "../principals";
import { invalid } from "./topic-store";

/** The actions that a topic policy can name. `sns:*` is not one of them. */
const OWNER_ACTIONS = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
];
const ACTIONS = [
  ...OWNER_ACTIONS,
  "Receive",
  "ListTagsForResource",
  "GetDataProtectionPolicy",
  "PutDataProtectionPolicy",
].map((action) => `sns:${action}`.toLowerCase());

/** The policy of a topic created without one: its owner may do everything. */
export function defaultPolicy(topicArn: string, accountId: string): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: OWNER_ACTIONS.map((action) => `SNS:${action}`),
        Resource: topicArn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}

/** Refuses a topic policy that SNS refuses. SNS does not report what is wrong with its grammar. */
export function checkTopicPolicy(text: string, topicArn: string, call: CallContext): void {
  try {
    for (const statement of readPolicy(text).statements) {
      checkPrincipals(statement, call);
      checkActions(statement);
      checkResource(statement, topicArn);
    }
  } catch (error) {
    if (error instanceof PolicyProblem) throw invalid("Policy Error: null", error.message);
    throw error;
  }
}

function checkPrincipals(statement: Statement, call: CallContext): void {
  for (const { kind, name } of namedPrincipals(statement)) {
    if (isPrincipal(kind, name, call) && !isMissing(name, call)) continue;
    throw invalid("Policy Error: PrincipalNotFound", `there is no ${name}`);
  }
}

function checkActions({ actions }: Statement): void {
  const outside = actions?.find((action) => !ACTIONS.includes(action.toLowerCase()));
  if (actions && outside === undefined) return;
  throw invalid(
    "Policy statement action out of service scope!",
    outside === undefined ? "a statement has no Action" : `${outside} is not about one topic`,
  );
}

function checkResource({ resources }: Statement, topicArn: string): void {
  if (!resources) throw new PolicyProblem("a statement has no Resource");
  const [resource, ...others] = resources;
  if (resource === topicArn && others.length === 0) return;
  throw invalid("Policy statement must apply to a single resource!", `that is, to ${topicArn}`);
}
