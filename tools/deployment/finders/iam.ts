import { paginateListAttachedRolePolicies } from "@aws-sdk/client-iam";
import { unlessAbsent } from "../../aws/unless-absent";
import { found, missing } from "../finding";
import type { Finder } from "../wanted";

const ABSENT = "NoSuchEntityException";

const role: Finder = {
  id: "the role's name",
  async find(wanted, { iam }) {
    const name = await wanted.text("name");
    const answer = await unlessAbsent(ABSENT, iam.getRole({ RoleName: name }));
    return answer ? found(name, { arn: answer.Role?.Arn ?? "" }) : missing();
  },
};

const rolePolicy: Finder = {
  id: "the role's name, a colon, the policy's name",
  async find(wanted, { iam }) {
    const RoleName = await wanted.text("role");
    const PolicyName = await wanted.text("name");
    const answer = await unlessAbsent(ABSENT, iam.getRolePolicy({ RoleName, PolicyName }));
    return answer ? found(`${RoleName}:${PolicyName}`) : missing();
  },
};

const policy: Finder = {
  id: "the policy's ARN",
  async find(wanted, { iam, accountId, partition }) {
    const path = wanted.has("path") ? await wanted.text("path") : "/";
    const arn = `arn:${partition}:iam::${accountId}:policy${path}${await wanted.text("name")}`;
    const answer = await unlessAbsent(ABSENT, iam.getPolicy({ PolicyArn: arn }));
    return answer ? found(arn, { arn }) : missing();
  },
};

const attachment: Finder = {
  id: "the role's name, a slash, the policy's ARN",
  async find(wanted, { iam }) {
    const RoleName = await wanted.text("role");
    const arn = await wanted.text("policy_arn");
    const attached = await unlessAbsent(
      ABSENT,
      attachedPolicies(paginateListAttachedRolePolicies({ client: iam }, { RoleName })),
    );
    return attached?.includes(arn) ? found(`${RoleName}/${arn}`) : missing();
  },
};

const openIdConnectProvider: Finder = {
  id: "the provider's ARN",
  async find(wanted, { iam, accountId, partition }) {
    const issuer = (await wanted.text("url")).replace(/^https:\/\//, "");
    const arn = `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}`;
    const asked = iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: arn });
    return (await unlessAbsent(ABSENT, asked)) ? found(arn, { arn }) : missing();
  },
};

async function attachedPolicies(
  pages: ReturnType<typeof paginateListAttachedRolePolicies>,
): Promise<string[]> {
  const arns: string[] = [];
  for await (const { AttachedPolicies = [] } of pages) {
    arns.push(...AttachedPolicies.map(({ PolicyArn = "" }) => PolicyArn));
  }
  return arns;
}

export const iamFinders = {
  aws_iam_openid_connect_provider: openIdConnectProvider,
  aws_iam_policy: policy,
  aws_iam_role: role,
  aws_iam_role_policy: rolePolicy,
  aws_iam_role_policy_attachment: attachment,
};
