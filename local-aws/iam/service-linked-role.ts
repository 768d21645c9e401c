import type { CallContext } from "../operation";
import type { Permissions } from "../permission";
import { identitiesOf } from "./identity-store";

/** A role that AWS makes for one of its services, once for each account, when it first needs it. */
export interface ServiceLinkedRole {
  /** The service that assumes it, such as `inspector2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
}

/** What a call needs besides in an account whose service-linked role is still to be made. */
export const linking =
  ({ service, name }: ServiceLinkedRole): Permissions =>
  (_, __, context) => {
    if (identitiesOf(context).linkedServices.has(service)) return [];
    const { accountId, partition } = context;
    const resource = `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`;
    const keys = { "iam:AWSServiceName": service };
    return [{ action: "iam:CreateServiceLinkedRole", resource, keys }];
  };

/** Makes the role, if there is none. Nobody but its service can do anything with it. */
export function link({ service }: ServiceLinkedRole, call: CallContext): void {
  identitiesOf(call).linkedServices.add(service);
}
