import { notImplemented } from "../aws-error";
import { invalid } from "./topic-store";

const PROTOCOLS = [
  "http",
  "https",
  "email",
  "email-json",
  "sms",
  "sqs",
  "application",
  "lambda",
  "firehose",
];

/** Refuses an unknown protocol, and an endpoint that the protocol does not allow. */
export function checkEndpoint(protocol: string, endpoint: string): void {
  if (!PROTOCOLS.includes(protocol)) {
    throw invalid(`Amazon SNS does not support this protocol string: ${protocol}`);
  }
  switch (protocol) {
    case "email":
    case "email-json":
      if (!/^[^\s@;,]+@[^\s@;,]+$/.test(endpoint)) throw invalid("Email address");
      return;
    case "http":
    case "https":
      if (!endpoint.startsWith(`${protocol}://`)) {
        throw invalid("Endpoint must match the specified protocol");
      }
      if (!URL.canParse(endpoint)) throw invalid("Endpoint");
      return;
    default:
      throw notImplemented(`subscriptions by ${protocol}`);
  }
}
