import type { CallContext } from "../operation";
import type { Permissions } from "../permission";
import { identitiesOf } from "./identity-store";

/** A role that AWS creates in an account when one of its services first needs it. */
export interface ServiceLinkedRole {
  /** The service that assumes it, such as `inspector2.amazonaws.com`. */
  readonly service: string;
  readonly name: string;
}

/** The additional permission of a call for which a service-linked role must be created. */
export const creatingServiceLinkedRole =
  ({ service, name }: ServiceLinkedRole): Permissions =>
  (_, __, context) => {
    if (identitiesOf(context).linkedServices.has(service)) return [];
    const { accountId, partition } = context;
    const resource = `arn:${partition}:iam::${accountId}:role/aws-service-role/${service}/${name}`;
    const keys = { "iam:AWSServiceName": service };
    return [{ action: "iam:CreateServiceLinkedRole", resource, keys }];
  };

/** Creates the role if it does not exist. Only its service can use it. */
export function createServiceLinkedRole({ service }: ServiceLinkedRole, call: CallContext): void {
  identitiesOf(call).linkedServices.add(service);
}
