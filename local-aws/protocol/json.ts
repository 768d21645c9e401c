import { AwsError } from "../aws-error";
import type { HttpAnswer, HttpRequest } from "./http-message";

/** AWS JSON 1.1, which Amazon ECR, Secrets Manager and EventBridge speak. */

export function readJson(request: HttpRequest): unknown {
  if (request.body.length === 0) return {};
  try {
    return JSON.parse(request.body.toString());
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON");
  }
}

export function jsonAnswer(output: object | undefined, requestId: string): HttpAnswer {
  return answer(200, output ?? {}, requestId);
}

export function jsonError(
  error: AwsError,
  requestId: string,
  messageMember: "message" | "Message" = "message",
): HttpAnswer {
  const body = { __type: error.code, [messageMember]: error.message };
  return answer(error.status, body, requestId, { "x-amzn-errortype": error.code });
}

function answer(
  status: number,
  body: object,
  requestId: string,
  headers: Record<string, string> = {},
): HttpAnswer {
  return {
    status,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amzn-requestid": requestId,
      ...headers,
    },
    body: JSON.stringify(withEpochSeconds(body)),
  };
}

/** In JSON, timestamps are seconds since 1970. */
function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withEpochSeconds(member)]),
  );
}
