import type { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { isObject } from "../../../problems/value-type";
import { parseJson } from "../../json";
import { type Finding, finding } from "../finding";
import { newCredentials } from "./new-credentials";

const KEYS = ["username", "accessToken"];

/**
 * Whether a secret's value has the form in which ECR reads credentials. Nothing of the value is
 * told, neither its values nor the names of keys that are not ECR's.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 * @throws what AWS answers to somebody who may not read it
 */
export async function checkSecretShape(arn: string, secrets: SecretsManager): Promise<Finding[]> {
  const { SecretString } = await secrets.getSecretValue({ SecretId: arn });
  const problem = shapeProblem(SecretString);
  if (problem === undefined) return [];
  return [
    finding("secret-shape", {
      where: `secret ${arn}`,
      cause: `its value is no credentials for ECR: ${problem}`,
      fix: newCredentials(arn),
    }),
  ];
}

/** What is wrong with the value, in words that give nothing of it away. */
export function shapeProblem(text: string | undefined): string | undefined {
  if (text === undefined) return "it is binary, not text";
  const value = parseJson(text);
  if (!isObject(value)) return "it is not a JSON object";
  for (const key of KEYS) {
    const other = Object.keys(value).find((one) => one.toLowerCase() === key.toLowerCase());
    if (other === undefined) return `the key ${key} is missing`;
    if (other !== key) return `the key ${key} is written with other capital letters`;
    const part = value[key];
    if (typeof part !== "string") return `${key} is not text`;
    if (part === "") return `${key} is empty`;
    if (part.trim() !== part) return `${key} has a blank or a line end around it`;
  }
  return undefined;
}
