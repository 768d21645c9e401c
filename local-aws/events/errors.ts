import { AwsError } from "../aws-error";

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** EventBridge's refusal of a request that its shape allows and its rules do not. */
export function invalid(message: string, reason?: string): AwsError {
  return new AwsError("ValidationException", message, reason === undefined ? {} : { reason });
}
