import { roleWithArn } from "../iam/identity-store";
import { trustsService } from "../iam/trust";
import type { CallContext } from "../operation";
import { integer, string } from "../shape";
import { invalid, notFound } from "./errors";

export const ruleName = string({ min: 1, max: 64, pattern: /[.\-_A-Za-z0-9]+/ });
export const roleArn = string({ min: 1, max: 1600 });
export const eventBusName = string({
  min: 1,
  max: 1600,
  pattern: /(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/.\-_A-Za-z0-9]+/,
});

/** The pagination members of every List operation. */
export const paging = {
  NextToken: string({ min: 1, max: 2048 }),
  Limit: integer({ min: 1, max: 100 }),
};

/** Refuses any event bus but the default one, which receives the events of AWS services. */
export function checkEventBus(name: string | undefined, call: CallContext): void {
  const own = `arn:${call.partition}:events:${call.region}:${call.accountId}:event-bus/default`;
  if (name === undefined || name === "default" || name === own) return;
  throw notFound(`Event bus ${name.replace(/^arn:.*:event-bus\//, "")} does not exist.`);
}

/** EventBridge validates a role when it is specified, even if it is not needed. */
export function checkRole(arn: string | undefined, call: CallContext): void {
  if (arn === undefined) return;
  const role = roleWithArn(arn, call);
  if (role && trustsService(role, "events.amazonaws.com")) return;
  throw invalid(
    `Provided role '${arn}' cannot be assumed by principal 'events.amazonaws.com'.`,
    role ? "the role does not trust EventBridge" : "there is no such role",
  );
}
