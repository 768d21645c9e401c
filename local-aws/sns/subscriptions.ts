import { randomUUID } from "node:crypto";
import { changes, reads } from "../operation";
import { page } from "../pagination";
import { boolean, map, string, structure } from "../shape";
import { checkEndpoint } from "./endpoint";
import { rawMessageDelivery } from "./subscription-attributes";
import { invalid, type Subscription, storeOf, subscriptionAt, topicAt } from "./topic-store";

const oneSubscription = structure({ SubscriptionArn: string() }, ["SubscriptionArn"]);

/** Subscriptions stay unconfirmed, because no confirmation message is sent. */
export const subscriptionOperations = {
  Subscribe: changes(
    structure(
      {
        TopicArn: string(),
        Protocol: string(),
        Endpoint: string(),
        Attributes: map(string(), string()),
        ReturnSubscriptionArn: boolean(),
      },
      ["TopicArn", "Protocol"],
    ),
    (input, call) => {
      const { Protocol: protocol, Endpoint: endpoint = "", Attributes = {} } = input;
      const topic = topicAt(input.TopicArn, call);
      checkEndpoint(protocol, endpoint);
      const raw = Object.entries(Attributes).map(([name, value]) =>
        rawMessageDelivery(name, value, protocol, "Attributes Reason: "),
      )[0];
      const { subscriptions } = storeOf(call);
      const existing = [...subscriptions.values()].find(
        (one) =>
          one.topicArn === topic.arn && one.protocol === protocol && one.endpoint === endpoint,
      );
      if (existing && raw !== undefined && raw !== existing.rawMessageDelivery) {
        throw invalid("Attributes Reason: Subscription already exists with different attributes");
      }
      const subscription: Subscription = existing ?? {
        arn: `${topic.arn}:${randomUUID()}`,
        topicArn: topic.arn,
        owner: call.accountId,
        protocol,
        endpoint,
        principal: call.caller.arn,
        rawMessageDelivery: raw ?? false,
      };
      subscriptions.set(subscription.arn, subscription);
      const { ReturnSubscriptionArn: isReturned } = input;
      return { SubscriptionArn: isReturned ? subscription.arn : "pending confirmation" };
    },
  ),

  GetSubscriptionAttributes: reads(oneSubscription, (input, call) => {
    const subscription = subscriptionAt(input.SubscriptionArn, call);
    return {
      Attributes: new Map([
        ["SubscriptionArn", subscription.arn],
        ["TopicArn", subscription.topicArn],
        ["Owner", subscription.owner],
        ["Protocol", subscription.protocol],
        ["Endpoint", subscription.endpoint],
        ["SubscriptionPrincipal", subscription.principal],
        ["RawMessageDelivery", String(subscription.rawMessageDelivery)],
        ["PendingConfirmation", "true"],
        ["ConfirmationWasAuthenticated", "false"],
      ]),
    };
  }),

  SetSubscriptionAttributes: changes(
    structure({ SubscriptionArn: string(), AttributeName: string(), AttributeValue: string() }, [
      "SubscriptionArn",
      "AttributeName",
    ]),
    (input, call) => {
      const subscription = subscriptionAt(input.SubscriptionArn, call);
      const { AttributeName: name, AttributeValue: value = "" } = input;
      subscription.rawMessageDelivery = rawMessageDelivery(name, value, subscription.protocol, "");
      return undefined;
    },
  ),

  /** An unconfirmed subscription cannot be removed: it ends with its topic or expires. */
  Unsubscribe: changes(oneSubscription, (input, call) => {
    subscriptionAt(input.SubscriptionArn, call);
    throw invalid(
      "SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation",
    );
  }),

  ListSubscriptionsByTopic: reads(
    structure({ TopicArn: string(), NextToken: string() }, ["TopicArn"]),
    (input, call) => {
      const topic = topicAt(input.TopicArn, call);
      const subscribed = [...storeOf(call).subscriptions.values()].filter(
        ({ topicArn }) => topicArn === topic.arn,
      );
      const { items, nextToken } = page(subscribed, 100, input.NextToken, () =>
        invalid("NextToken"),
      );
      return { Subscriptions: items.map(listed), NextToken: nextToken };
    },
  ),
};

function listed({ owner, protocol, endpoint, topicArn }: Subscription) {
  return {
    SubscriptionArn: "PendingConfirmation",
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  };
}
