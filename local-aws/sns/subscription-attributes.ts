import { notImplemented } from "../aws-error";
import { invalid } from "./topic-store";

const UNSUPPORTED = ["DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"];

/**
 * The value of the one attribute that a subscription can be given here.
 * @param frame what SNS begins its refusal with: Subscribe names the map, setting does not
 */
export function rawMessageDelivery(
  name: string,
  value: string,
  protocol: string,
  frame: "" | "Attributes Reason: ",
): boolean {
  if (UNSUPPORTED.includes(name)) throw notImplemented(`the subscription attribute ${name}`);
  if (name !== "RawMessageDelivery") {
    throw invalid(frame === "" ? "AttributeName" : `${frame}Unknown attribute: ${name}`);
  }
  if (!/^(true|false)$/i.test(value)) {
    throw invalid(`${frame}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  const raw = value.toLowerCase() === "true";
  if (raw && protocol.startsWith("email")) {
    throw invalid(
      `${frame}RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  }
  return raw;
}
