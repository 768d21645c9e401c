import { describe } from "vitest";
import { quay } from "../../ecr/catalogue";
import { GIVE, itRefuses, type WrongInput } from "./wrong-input";

const IN_BRACES = "write its properties in braces";
const upstreams = { quay: quay() };

describe("pull permissions", () => {
  const role = (sentence: string, given: string, fix: string): WrongInput => [
    sentence,
    { upstreams, pullPermissions: { as: "managed-policy", attachToRoles: [given] } },
    [
      `[cache/pull] attachToRoles[0] = ${JSON.stringify(given)}`,
      "the name of an IAM role: 1 to 64 letters, digits or +=,.@_-",
      fix,
    ],
  ];
  const WORDS = "outputs, managed-policy";
  const LIST_ROLES = "copy it from `aws iam list-roles`";
  itRefuses([
    role("a role's ARN", "arn:aws:iam::111111111111:role/node", 'did you mean "node"?'),
    role(
      "the ARN of a role under a path",
      "arn:aws:iam::111111111111:role/eks/node",
      'did you mean "node"?',
    ),
    role("a path before a role's name", "eks/node", LIST_ROLES),
    role("a blank in a role's name", "node role", LIST_ROLES),
    role("an empty role", "", LIST_ROLES),
    role("every role", "*", LIST_ROLES),
    [
      "one role twice",
      { upstreams, pullPermissions: { as: "managed-policy", attachToRoles: ["node", "node"] } },
      [
        "[cache/pull/attachment-1] aws_iam_role_policy_attachment.ecr_pull_node",
        "one element for each Terraform address of a stack",
        "remove this one, or give it another key: cache/pull/attachment-0 already has the address",
      ],
    ],
    [
      "roles for a policy that is not made",
      { upstreams, pullPermissions: { as: "outputs", attachToRoles: ["node"] } },
      [
        '[cache/pull] attachToRoles = ["node"]',
        'role names only with as: "managed-policy"',
        'write as: "managed-policy", or leave `attachToRoles` out',
      ],
    ],
    [
      "one role without brackets",
      { upstreams, pullPermissions: { as: "managed-policy", attachToRoles: "node" } },
      [
        "[cache] pullPermissions.attachToRoles = a string",
        "a list of strings",
        'write it in brackets: ["…"]',
      ],
    ],
    [
      "a number for a role",
      { upstreams, pullPermissions: { as: "managed-policy", attachToRoles: [1] } },
      [
        "[cache] pullPermissions.attachToRoles = a list that contains a number",
        "a list of strings",
        "write each item in quotes",
      ],
    ],
    [
      "permissions that do not say as what",
      { upstreams, pullPermissions: {} },
      ["[cache] pullPermissions.as = nothing", WORDS, "add it"],
    ],
    [
      "one output",
      { upstreams, pullPermissions: { as: "output" } },
      ['[cache] pullPermissions.as = "output"', WORDS, 'did you mean "outputs"?'],
    ],
    [
      "a managed policy in camel case",
      { upstreams, pullPermissions: { as: "managedPolicy" } },
      ['[cache] pullPermissions.as = "managedPolicy"', WORDS, 'did you mean "managed-policy"?'],
    ],
    [
      "a word in place of the properties",
      { upstreams, pullPermissions: "outputs" },
      ["[cache] pullPermissions = a string", "an object: { … }", IN_BRACES],
    ],
    [
      "permissions to pull from no cache",
      { pullPermissions: { as: "outputs" } },
      [
        "[cache] pullPermissions = a stack without upstreams",
        "one upstream at least: a policy has to name what it opens",
        "add an upstream, or leave this out",
      ],
    ],
  ]);
});

describe("the failure alarm", () => {
  const topic = (sentence: string, arn: string): WrongInput => [
    sentence,
    { upstreams, failureAlarm: { topic: { arn } } },
    [
      `[cache/failure-alarm] failureAlarm.topic = ${JSON.stringify(arn)}`,
      '"create", or the ARN of a standard SNS topic in eu-west-1: arn:aws:sns:eu-west-1:<account>:<name>',
      'write topic: "create", or copy the ARN from `aws sns list-topics`',
    ],
  ];
  const no = (sentence: string, given: unknown, kind: string): WrongInput => [
    sentence,
    { upstreams, failureAlarm: { topic: given } },
    [
      `[cache] failureAlarm.topic = ${kind}`,
      '"create", or { arn: "<ARN of an SNS topic>" }',
      'write topic: "create", or the ARN in braces',
    ],
  ];
  itRefuses([
    topic("a topic of another Region", "arn:aws:sns:us-east-1:111111111111:alarms"),
    topic(
      "a FIFO topic, to which EventBridge cannot publish",
      "arn:aws:sns:eu-west-1:111111111111:alarms.fifo",
    ),
    topic("a topic's name", "alarms"),
    topic("a queue in place of a topic", "arn:aws:sqs:eu-west-1:111111111111:alarms"),
    topic("a subscription in place of a topic", "arn:aws:sns:eu-west-1:111111111111:alarms:1234"),
    topic("an empty ARN", ""),
    topic("a mail address", "me@example.com"),
    [
      "no topic",
      { upstreams, failureAlarm: { topic: undefined } },
      [
        "[cache] failureAlarm.topic = undefined",
        '"create", or { arn: "<ARN of an SNS topic>" }',
        GIVE,
      ],
    ],
    no("null for a topic", null, "null"),
    no("an ARN without its braces", "arn:aws:sns:eu-west-1:111111111111:alarms", "a string"),
    no("create in another word", "new", "a string"),
    no("true for a topic", true, "a boolean"),
    no("a topic without its ARN", {}, "an object"),
    no("a number for an ARN", { arn: 1 }, "an object"),
    no("a list of topics", ["arn:aws:sns:eu-west-1:111111111111:alarms"], "a list"),
    [
      "an alarm that is switched on",
      { failureAlarm: true },
      ["[cache] failureAlarm = a boolean", "an object: { … }", IN_BRACES],
    ],
  ]);
});
