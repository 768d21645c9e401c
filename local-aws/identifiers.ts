import { randomInt } from "node:crypto";

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** A unique id of IAM: AROA… for a role, ANPA… for a policy. */
export const uniqueId = (prefix: "AROA" | "ANPA"): string => prefix + random(UPPER, 17);

/** The access key id of temporary credentials. */
export const temporaryAccessKeyId = (): string => `ASIA${random(UPPER, 16)}`;

/** The six characters that Secrets Manager appends to a secret's name in its ARN. */
export const secretSuffix = (): string => random(MIXED, 6);

/** A random string that looks like a credential and grants nothing. */
export const fakeCredential = (length: number): string => random(MIXED, length);
