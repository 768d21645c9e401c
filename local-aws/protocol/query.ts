import type { AwsError } from "../aws-error";
import type { QueryService } from "../service";
import type { Shape } from "../shape";
import { readForm } from "./form";
import type { HttpAnswer, HttpRequest } from "./http-message";
import { xml } from "./xml";

/** The AWS query protocol of IAM, STS and SNS: requests are forms, responses are XML. */

/** The members of a request, with the types of `shape`. */
export function readQuery(request: HttpRequest, shape: Shape): unknown {
  return readForm(request.body.toString(), shape);
}

export function queryAnswer(
  service: QueryService,
  operation: string,
  output: object | undefined,
  requestId: string,
): HttpAnswer {
  const result = output && { [`${operation}Result`]: output };
  const body = { ...result, ResponseMetadata: { RequestId: requestId } };
  return answer(
    200,
    xml(`${operation}Response`, body, { namespace: service.namespace }),
    requestId,
  );
}

export function queryError(
  error: AwsError,
  requestId: string,
  namespace: string | undefined,
): HttpAnswer {
  const body = {
    Error: {
      Type: error.status >= 500 ? "Receiver" : "Sender",
      Code: error.code,
      Message: error.message,
    },
    RequestId: requestId,
  };
  return answer(error.status, xml("ErrorResponse", body, { namespace }), requestId);
}

function answer(status: number, body: string, requestId: string): HttpAnswer {
  const headers = { "content-type": "text/xml", "x-amzn-requestid": requestId };
  return { status, headers, body };
}
