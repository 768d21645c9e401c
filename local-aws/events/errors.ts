import { AwsError } from "../aws-error";

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** EventBridge's error for a request that matches its shape but is not valid. */
export function invalid(message: string, reason?: string): AwsError {
  return new AwsError("ValidationException", message, reason === undefined ? {} : { reason });
}

export function invalidNextToken(): AwsError {
  return invalid("Parameter NextToken is not valid.");
}
