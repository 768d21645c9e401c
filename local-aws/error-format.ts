import { AwsError } from "./aws-error";
import type { Violation } from "./validation";

/** How a service reports that a request does not match the shape of its input. */
export type ErrorFormat = (violations: readonly Violation[]) => AwsError;

/** Amazon ECR reports only the first violation. */
export const ecrErrorFormat: ErrorFormat = ([first]) => {
  if (!first) throw new Error("an error needs at least one violation");
  const constraint =
    first.pattern === undefined
      ? first.constraint
      : `must satisfy regular expression '${first.pattern}'`;
  return invalidParameter(first.path.join("."), constraint);
};

/** The message with which Amazon ECR refuses a parameter, whatever is wrong with it. */
export function invalidParameter(parameter: string, constraint: string, reason?: string): AwsError {
  return new AwsError(
    "InvalidParameterException",
    `Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`,
    reason === undefined ? {} : { reason },
  );
}

/** Amazon ECR's error for a pagination token that it did not issue. */
export function invalidNextToken(): AwsError {
  return invalidParameter("nextToken", "the token is not valid");
}

/** The message of services built on AWS's common framework, which reports all violations. */
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

/** AWS's messages write the path `Tags`, 1, `Key` as `tags.1.member.key`. */
function segment(part: string | number): string {
  return typeof part === "number" ? `${part}.member` : part.charAt(0).toLowerCase() + part.slice(1);
}
