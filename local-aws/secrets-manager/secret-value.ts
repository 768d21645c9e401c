import { AwsError } from "../aws-error";
import { blob, string } from "../shape";

/** The value of a secret version: a string, or bytes in base64. Never printed, never logged. */
export interface SecretValue {
  readonly text: string | undefined;
  readonly binary: string | undefined;
}

/** The request members that carry a value. */
export const valueMembers = {
  ClientRequestToken: string({ min: 32, max: 64 }),
  SecretString: string({ min: 1, max: 65536, sensitive: true }),
  SecretBinary: blob({ min: 1, max: 65536 }),
} as const;

/** The value in a request, if there is one. */
export function givenValue(input: {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
}): SecretValue | undefined {
  const { SecretString: text, SecretBinary: binary } = input;
  if (text !== undefined && binary !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  return text === undefined && binary === undefined ? undefined : { text, binary };
}

export function sameValue(a: SecretValue, b: SecretValue): boolean {
  return a.text === b.text && a.binary === b.binary;
}
