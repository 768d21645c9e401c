import { templateRoleStatements } from "../creation-template";
import type { PolicyStatement } from "../policy-statement";
import { upstreamRoleStatements } from "../private-registry";
import { ROOT } from "../repository-prefix";
import { iamName } from "../role";
import { BOUNDED_ACTIONS } from "./apply-permissions";
import {
  type BoundedDeployment,
  type Deployment,
  deployedArns,
  templatePrefixes,
} from "./deployment";
import { some } from "./plan-permissions";

/*
 * Permissions boundaries: what a role may do at most, whatever its own policies say.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */

/** Whose boundary it is: that of the roles which stacks make, or that of the role which applies. */
export type BoundedRoles = "stacks" | "apply";

/** The name of a boundary that the stack `access` makes. */
export function boundaryName(access: string, of: BoundedRoles): string {
  return of === "stacks" ? iamName(access, "boundary") : iamName(access, "apply", "boundary");
}

/** The ARN of such a boundary. */
export function boundaryArn(account: string, access: string, of: BoundedRoles): string {
  return `arn:aws:iam::${account}:policy/${boundaryName(access, of)}`;
}

/** All that the stacks give to the roles that they make, and so all that these may be given. */
export function stackRolesBoundary({ account, stacks }: Deployment): PolicyStatement[] {
  const given = stacks.flatMap((stack) => {
    const { region, prefixes, kmsKeyArn, upstreamAccounts } = stack;
    const upstreams = upstreamAccounts.map((id) => ({ account: id, region: "*", prefix: ROOT }));
    return [
      ...templateRoleStatements(account, region, templatePrefixes(stack), kmsKeyArn),
      ...upstreams.flatMap((upstream) =>
        prefixes.flatMap((prefix) => upstreamRoleStatements(upstream, { account, region, prefix })),
      ),
    ];
  });
  const bySid = new Map<string, PolicyStatement>();
  for (const one of given) {
    const resources = [...(bySid.get(one.sid)?.resources ?? []), ...one.resources];
    bySid.set(one.sid, { ...one, resources: [...new Set(resources)] });
  }
  return [...bySid.values()];
}

/**
 * The boundary of the role that applies: no action that it does not need, whatever is attached to it,
 * no rights for a role without a boundary, and nothing that would change the boundaries or the roles of
 * the pipeline.
 *
 * @param access the id of the stack that gives access
 * @param own the role's own statements
 */
export function applyBoundary(
  access: string,
  deployment: BoundedDeployment,
  own: readonly PolicyStatement[],
): PolicyStatement[] {
  const { account, boundary } = deployment;
  const { attachToRoles, pullPolicies } = deployedArns(deployment);
  const role = (task: string) => `arn:aws:iam::${account}:role/${iamName(access, task)}`;
  return [
    {
      sid: "NoOtherActions",
      actions: [...new Set(own.flatMap(({ actions }) => actions))].sort(),
      resources: ["*"],
    },
    {
      sid: "NoRolesWithoutBoundary",
      effect: "Deny",
      actions: BOUNDED_ACTIONS,
      resources: ["*"],
      conditions: { StringNotEquals: { "iam:PermissionsBoundary": boundary } },
    },
    ...some("NoOtherAttachments", ["iam:AttachRolePolicy"], attachToRoles.length > 0 ? ["*"] : [], {
      ArnNotEquals: { "iam:PolicyARN": pullPolicies },
    }).map((statement) => ({ ...statement, effect: "Deny" as const })),
    {
      sid: "NotItself",
      effect: "Deny",
      actions: ["iam:*"],
      resources: [role("plan"), role("apply"), boundary, boundaryArn(account, access, "apply")],
    },
  ];
}
