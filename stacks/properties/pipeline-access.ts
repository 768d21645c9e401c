import { Each, type FormOf } from "../../constructs/form";
import type { SecretValues } from "../../ecr/pipeline/plan-permissions";
import type { TerraformState } from "../../ecr/pipeline/state-permissions";
import type { GitHubPipeline, GitLabPipeline, Pipeline } from "../../ecr/pipeline/tokens";
import { checkObject, checkString, checkStrings } from "../../problems/value-type";
import { ACCOUNT, type StackAccount } from "./account";
import { STATE, type StackState } from "./state";

export interface PipelineAccessStackProps {
  /** The Region of the AWS provider. The stack only creates resources of IAM, which has no Regions. */
  readonly region: string;
  /**
   * The AWS account that the pipeline deploys to.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: StackAccount;
  /**
   * Where Terraform keeps the state of this stack itself. It is none that the pipeline can write: its
   * key does not begin with the prefix of `stateAccess`.
   * @default - a file at the root of the project
   */
  readonly state?: StackState;
  /** The repository whose jobs may assume the roles. Nobody else may. */
  readonly pipeline: Pipeline;
  /**
   * ARN of the account's OIDC provider for the host of the pipeline. An account can have only one.
   * @default - a provider is created
   */
  readonly existingProvider?: string;
  /** The stacks that the pipeline deploys, by their ids. */
  readonly stacks: Readonly<Record<string, PipelineStack>>;
  /**
   * Whether the role that plans can read the values of the secrets, which are the tokens of the
   * upstreams. If it can, whoever can open a pull request can print them.
   *
   * "hidden" needs write-only secrets and AWS provider 6.26.0 or newer: older versions read each value
   * to plan, unless they are run with `-refresh=false`. Without write-only secrets, the values are in
   * the state, which the role reads as well.
   */
  readonly planSecretValues: SecretValues;
  /**
   * Where the state of the stacks is, in Amazon S3. Jobs that plan read it without a lock (`terraform
   * plan -lock=false`); those that apply write it, and lock it with a file beside it.
   * @default - the state is elsewhere, where these roles are not needed
   */
  readonly stateAccess?: TerraformState;
  /**
   * Tags of every resource.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What the roles need to know of one stack. */
export interface PipelineStack {
  /** The Region of the stack's registry. */
  readonly region: string;
  /**
   * The repository prefixes of its upstreams. The pipeline reaches the secrets and the repositories of
   * no others. Secrets are compared by the beginning of their names: `docker` includes `docker-hub`.
   */
  readonly prefixes: readonly string[];
  /**
   * The stack's `repositories.template`. "ROOT" lets the pipeline create repositories of any name, and
   * say by a template who may read them.
   * @default "per-prefix", unlike the stack, whose default is "ROOT"
   */
  readonly template?: "ROOT" | "per-prefix";
  /**
   * The stack's `repositories.kmsKeyArn`, which the role of its templates may then use.
   * @default - no KMS key
   */
  readonly kmsKeyArn?: string;
  /**
   * The accounts of its private ECR upstreams. The roles that the stack makes can read the registries
   * of no others.
   * @default - none
   */
  readonly upstreamAccounts?: readonly string[];
  /**
   * The stack's `pullPermissions.as`. "managed-policy" lets the pipeline write that policy, which has
   * no boundary: the roles that it is attached to may do whatever the pipeline writes into it.
   * @default "outputs", or "managed-policy" if there are `attachToRoles`
   */
  readonly pullPermissions?: "outputs" | "managed-policy";
  /**
   * The roles of its `pullPermissions.attachToRoles`.
   * @default - none
   */
  readonly attachToRoles?: readonly string[];
  /**
   * The type of its `scanning`. "ENHANCED" lets the pipeline switch Amazon Inspector on and off.
   * @default - as for "BASIC"
   */
  readonly scanning?: "BASIC" | "ENHANCED";
}

const GITHUB: FormOf<GitHubPipeline> = {
  shape: {
    repository: checkString,
    environment: checkString,
    branch: checkString,
    workflow: checkString,
    ids: {
      shape: { owner: checkString, repository: checkString },
      required: ["owner", "repository"],
    },
  },
  required: ["repository", "environment", "ids"],
};

const GITLAB: FormOf<GitLabPipeline> = {
  shape: {
    project: checkString,
    projectId: checkString,
    branch: checkString,
    host: checkString,
  },
  required: ["project"],
};

const PIPELINE: FormOf<Pipeline> = {
  shape: { gitHub: GITHUB, gitLab: GITLAB },
  oneOf: ["gitHub", "gitLab"],
};

const STACK: FormOf<PipelineStack> = {
  shape: {
    region: checkString,
    prefixes: checkStrings,
    template: ["ROOT", "per-prefix"],
    kmsKeyArn: checkString,
    upstreamAccounts: checkStrings,
    pullPermissions: ["outputs", "managed-policy"],
    attachToRoles: checkStrings,
    scanning: ["BASIC", "ENHANCED"],
  },
  required: ["region", "prefixes"],
};

const STATE_ACCESS: FormOf<TerraformState> = {
  shape: { bucket: checkString, prefix: checkString, kmsKeyArn: checkString },
  required: ["bucket"],
};

/**
 * What each of the properties may be, for an app without a type check. The compiler checks that none is
 * forgotten here.
 */
export const PIPELINE_ACCESS: FormOf<PipelineAccessStackProps> = {
  shape: {
    region: checkString,
    account: ACCOUNT,
    state: STATE,
    pipeline: PIPELINE,
    existingProvider: checkString,
    stacks: new Each(STACK),
    planSecretValues: ["hidden", "readable"],
    stateAccess: STATE_ACCESS,
    tags: checkObject,
  },
  required: ["region", "pipeline", "stacks", "planSecretValues"],
};
