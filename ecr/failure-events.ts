import { type Problem, shown } from "../problems/problem";
import { isObject, wrongType } from "../problems/value-type";
import { normalizePrefix, ROOT } from "./repository-prefix";

/**
 * The EventBridge pattern of failed imports and refreshes in the caches with these prefixes, or in all
 * caches of the registry if `ROOT` is one of them.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function failurePattern(prefixes: readonly string[]): object {
  const some = prefixes.length > 0 && !prefixes.includes(ROOT);
  return {
    source: ["aws.ecr"],
    "detail-type": ["ECR Pull Through Cache Action"],
    detail: {
      "sync-status": [{ "anything-but": ["SUCCESS"] }],
      ...(some && { "ecr-repository-prefix": prefixes.map(normalizePrefix) }),
    },
  };
}

const TOPIC_ARN = /^arn:aws:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;

/** Whether `topic` is one to make, or says which one exists. */
export function checkTopic(topic: unknown): Problem | undefined {
  if (topic === "create" || (isObject(topic) && typeof topic["arn"] === "string")) return undefined;
  const allowed = '"create", or { arn: "<ARN of an SNS topic>" }';
  return wrongType(topic, allowed, 'write topic: "create", or the ARN in braces');
}

/** Whether EventBridge in `region` can publish to the topic. */
export function checkTopicArn(arn: string, region: string): Problem | undefined {
  if (TOPIC_ARN.exec(arn)?.[1] === region) return undefined;
  return {
    given: shown(arn),
    allowed: `"create", or the ARN of a standard SNS topic in ${region}: arn:aws:sns:${region}:<account>:<name>`,
    fix: 'write topic: "create", or copy the ARN from `aws sns list-topics`',
  };
}
