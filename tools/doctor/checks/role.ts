import { unlessAbsent } from "../../aws/unless-absent";
import { type Finding, finding } from "../finding";
import { isAbout, isFor, statementsOf } from "../policy-grants";
import type { Registry } from "../registry";

/**
 * Checks whether ECR can assume a role: the role exists, and trusts the service. Conditions of the
 * trust policy are not evaluated.
 *
 * @param owner what uses the role: `template ROOT`
 * @param service the service that assumes it
 */
export async function checkRole(
  owner: string,
  arn: string,
  service: string,
  { aws, wanted }: Registry,
): Promise<Finding[]> {
  const where = `role ${arn}`;
  const deploy = `npx cdktf deploy${wanted ? ` ${wanted.stack}` : ""}`;
  const RoleName = arn.slice(arn.lastIndexOf("/") + 1);
  const found = await unlessAbsent("NoSuchEntityException", aws.iam.getRole({ RoleName }));
  if (found?.Role?.Arn !== arn) {
    return [
      finding("role-missing", {
        where,
        cause: `${owner} uses this role, which does not exist`,
        fix: `${deploy} creates the role of an app again, and a rule that no longer needs a role without one; create a role of yours again under this name`,
      }),
    ];
  }
  const trust = decodeURIComponent(found.Role.AssumeRolePolicyDocument ?? "");
  if (isTrusted(trust, service)) return [];
  return [
    finding("role-trust", {
      where,
      cause: `${owner} uses this role, which does not let ${service} assume it`,
      fix: `aws iam update-assume-role-policy --role-name ${RoleName} --policy-document '${trustOf(service)}'`,
    }),
  ];
}

function isTrusted(policy: string, service: string): boolean {
  const about = statementsOf(policy).filter(
    (one) => isAbout(one, "sts:AssumeRole") && isFor(one, "Service", [service]),
  );
  return about.length > 0 && about.every(({ allows }) => allows);
}

function trustOf(service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
  });
}
