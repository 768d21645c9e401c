import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { checkExistingProvider, checkGitLabHost } from "../ecr/pipeline/names";
import { named } from "./address";
import { AccountOwners } from "./owners";
import { check, checkOnce, reject } from "./problems";
import { checkAccount } from "./registry-props";

export interface PipelineProviderProps {
  /** The host that issues the tokens, such as `token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** The audience of the tokens, such as `sts.amazonaws.com`. */
  readonly audience: string;
  /**
   * The account.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: string;
  /**
   * ARN of a provider that the account already has. It has to accept the audience.
   * @default - a provider is created
   */
  readonly existing?: string;
}

/** The construct that creates the provider of each issuer and account. */
const owners = new AccountOwners();

/**
 * The OIDC provider with which an account trusts the tokens that a pipeline's host issues to its jobs.
 * An account has one provider for each issuer. AWS trusts the certificates of GitHub and GitLab, and
 * looks up those of other hosts itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class PipelineProvider extends Construct {
  /** ARN of the provider, for the trust policies of roles. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PipelineProviderProps) {
    super(scope, id);
    const { issuer, audience, existing } = props;
    const account = props.account && checkAccount(this, props.account, "account");
    checkOnce(this, "issuer", issuer, checkGitLabHost);
    check(this, "existingProvider", existing, (arn) => checkExistingProvider(arn, issuer, account));
    this.arn = existing ?? this.create(issuer, audience, account);
  }

  private create(issuer: string, audience: string, account: string | undefined): string {
    const other = owners.claim(this.node.root, issuer, account, this);
    if (other) {
      reject(this, "existingProvider", {
        given: "nothing",
        allowed: `one provider for ${issuer} in each account`,
        fix: `give its ARN: ${other.owner.node.path} creates it; or ${other.isSameAccount ? "correct the account, if it is another one" : "name the account of both stacks, if they are in two"}`,
      });
    }
    const provider = named(
      "pipeline",
      new IamOpenidConnectProvider(this, "provider", {
        url: `https://${issuer}`,
        clientIdList: [audience],
      }),
    );
    return provider.arn;
  }
}
