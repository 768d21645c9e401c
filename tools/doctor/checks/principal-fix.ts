import { pullStatements } from "../../../ecr/pull-permissions";
import type { Registry } from "../registry";
import type { Refusal } from "../simulation";

/** How to give a principal a permission that it lacks. */
export function fixPermission(arn: string, reason: Refusal["reason"], registry: Registry): string {
  const [, kind = "role", name = ""] = /:(role|user|group)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  switch (reason) {
    case "deny":
      return `remove the Deny from its policies: aws iam list-attached-${kind}-policies --${kind}-name ${name}; aws iam list-${kind}-policies --${kind}-name ${name}`;
    case "boundary":
      return `add the action to its permissions boundary: aws iam get-${kind} --${kind}-name ${name} --query '*.PermissionsBoundary'`;
    case "organization":
      return "ask the administrators of the organization to allow the action";
    case "none": {
      const command = `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name pull-through-cache --policy-document '${pullPolicy(registry)}'`;
      return kind === "role"
        ? `main.ts: pullPermissions: { as: "managed-policy", attachToRoles: ["${name}"] }, then npx cdktf deploy; or: ${command}`
        : command;
    }
  }
}

/** A policy that allows everything that pulls through the caches need. */
function pullPolicy({ aws, rules }: Registry): string {
  const prefixes = rules.map((rule) => rule.ecrRepositoryPrefix);
  const statements = pullStatements(aws.accountId, aws.region, prefixes);
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ sid: Sid, actions: Action, resources: Resource }) => ({
      Sid,
      Effect: "Allow",
      Action,
      Resource,
    })),
  });
}
