import { notImplemented } from "../aws-error";
import { invalid } from "./topic-store";

const UNSUPPORTED = ["DeliveryPolicy", "FilterPolicy", "FilterPolicyScope", "RedrivePolicy"];

/**
 * The value of RawMessageDelivery, the only subscription attribute that this server implements.
 * @param prefix how SNS begins its message, which names the map in Subscribe only
 */
export function rawMessageDelivery(
  name: string,
  value: string,
  protocol: string,
  prefix: "" | "Attributes Reason: ",
): boolean {
  if (UNSUPPORTED.includes(name)) throw notImplemented(`the subscription attribute ${name}`);
  if (name !== "RawMessageDelivery") {
    throw invalid(prefix === "" ? "AttributeName" : `${prefix}Unknown attribute: ${name}`);
  }
  if (!/^(true|false)$/i.test(value)) {
    throw invalid(`${prefix}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  }
  const raw = value.toLowerCase() === "true";
  if (raw && protocol.startsWith("email")) {
    throw invalid(
      `${prefix}RawMessageDelivery: Delivery protocol [${protocol}] does not support raw message delivery.`,
    );
  }
  return raw;
}
