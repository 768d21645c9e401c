import { AwsError } from "./aws-error";
import type { Violation } from "./validation";

/** How a service words the refusal of a request that does not fit its shape. */
export type ErrorFormat = (violations: readonly Violation[]) => AwsError;

/** Amazon ECR names the first parameter that fails. */
export const ecrErrorFormat: ErrorFormat = ([first]) => {
  if (!first) throw new Error("a refusal needs a violation");
  const constraint =
    first.pattern === undefined
      ? first.constraint
      : `must satisfy regular expression '${first.pattern}'`;
  return invalidParameter(first.path.join("."), constraint);
};

/** The wording that Amazon ECR uses for everything that is wrong with a parameter. */
export function invalidParameter(parameter: string, constraint: string, reason?: string): AwsError {
  return new AwsError(
    "InvalidParameterException",
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
    reason === undefined ? {} : { reason },
  );
}

/** The wording of the services built on AWS's common framework: all violations at once. */
export function commonErrorFormat(code: "ValidationException" | "ValidationError"): ErrorFormat {
  return (violations) => {
    const count = violations.length;
    const described = violations.map(({ path, value, constraint }) => {
      const shown =
        value === undefined ? "Value" : `Value ${value === null ? "null" : `'${value}'`}`;
      return `${shown} at '${path.map(segment).join(".")}' failed to satisfy constraint: ${constraint}`;
    });
    return new AwsError(
      code,
      `${count} validation error${count === 1 ? "" : "s"} detected: ${described.join("; ")}`,
    );
  };
}

/** `Tags`, 1, `Key` reads `tags.1.member.key` in AWS's messages. */
function segment(part: string | number): string {
  return typeof part === "number" ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1);
}
