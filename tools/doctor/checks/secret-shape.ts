import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { isObject } from "../../../problems/value-type";
import { parseJson } from "../../json";
import { type Finding, finding } from "../finding";
import { newCredentials } from "./new-credentials";

const KEYS = ["username", "accessToken"];

/**
 * Checks whether a secret's value has the format in which ECR reads credentials. The finding reveals
 * nothing of the value: neither values nor the names of keys other than ECR's.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 * @throws the error of AWS when the caller may not read the value
 */
export async function checkSecretShape(arn: string, secrets: SecretsManager): Promise<Finding[]> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: arn });
  const problem = shapeProblem(SecretString);
  if (problem === undefined) return [];
  return [
    finding("secret-shape", {
      where: `secret ${arn}`,
      cause: `ECR cannot read credentials from its value: ${problem}`,
      fix: newCredentials(arn),
    }),
  ];
}

/** What is wrong with the value, without revealing any of it. */
export function shapeProblem(text: string | undefined): string | undefined {
  if (text === undefined) return "it is binary, not text";
  const value = parseJson(text);
  if (!isObject(value)) return "it is not a JSON object";
  for (const key of KEYS) {
    const other = Object.keys(value).find((one) => one.toLowerCase() === key.toLowerCase());
    if (other === undefined) return `the key ${key} is missing`;
    if (other !== key) return `the key ${key} is written with different upper and lower case`;
    const part = value[key];
    if (typeof part !== "string") return `${key} is not a string`;
    if (part === "") return `${key} is empty`;
    if (part.trim() !== part) return `${key} begins or ends with whitespace`;
  }
  return undefined;
}
