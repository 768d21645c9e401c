import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { callerIdentity } from "../constructs/caller-identity";
import { PipelineProvider } from "../constructs/pipeline-provider";
import { PipelineRole } from "../constructs/pipeline-role";
import { check } from "../constructs/problems";
import { checkKmsKeyArn } from "../ecr/creation-template";
import { applyStatements } from "../ecr/pipeline/apply-permissions";
import { checkStackId, type DeployedStack } from "../ecr/pipeline/deployment";
import {
  checkGitHubId,
  checkGitHubRepository,
  checkGitLabHost,
  checkGitLabProject,
  checkRefName,
} from "../ecr/pipeline/names";
import { planStatements, type SecretValues } from "../ecr/pipeline/plan-permissions";
import {
  checkStatePrefix,
  stateStatements,
  type TerraformState,
} from "../ecr/pipeline/state-permissions";
import { type Pipeline, pipelineTokens } from "../ecr/pipeline/tokens";
import { checkRegion } from "../ecr/region";
import { checkRoleName } from "../ecr/role";
import { checkBucketName } from "../ecr/state-location";
import { checkPipelineAccessProperties } from "./properties/pipeline-access";
import { configureBackend, type StackState } from "./state";
import { configureProvider, type StackAccount } from "./terraform-settings";

export interface PipelineAccessStackProps {
  /** The Region that Terraform talks to. What this stack makes is of IAM, which has no Regions. */
  readonly region: string;
  /**
   * The AWS account that the pipeline deploys to.
   * @default - the account of Terraform's own credentials, whichever it is
   */
  readonly account?: StackAccount;
  /**
   * Where Terraform keeps what it knows of this stack itself.
   * @default - a file at the project's root
   */
  readonly state?: StackState;
  /** The repository, and its jobs, that may assume the roles. Nobody else may. */
  readonly pipeline: Pipeline;
  /**
   * ARN of the account's OIDC provider for the pipeline's host, of which an account has only one.
   * @default - one is made
   */
  readonly existingProvider?: string;
  /** The stacks that the pipeline deploys, by their ids. */
  readonly stacks: Readonly<Record<string, PipelineStack>>;
  /**
   * Whether the role that plans can read the values of the secrets, which are the tokens of the
   * upstreams: whoever can open a pull request could then print them.
   *
   * "hidden" works with write-only secrets and AWS provider 6.26.0 or newer; older ones read each value
   * to plan, unless they are told `-refresh=false`. Without write-only secrets the values are in the
   * state, which the role reads as well.
   */
  readonly planSecretValues: SecretValues;
  /**
   * Where the state of the stacks is, in a bucket of Amazon S3. Jobs that plan read it and take no lock
   * (`terraform plan -lock=false`); those that apply write it and lock it with a file beside it.
   * @default - the state is elsewhere, where these roles are not asked for
   */
  readonly stateAccess?: TerraformState;
  /**
   * Tags of every resource.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What one stack of the pipeline needs beyond its own names. */
export interface PipelineStack {
  /** The Region of the stack's registry. */
  readonly region: string;
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

/**
 * Lets a pipeline deploy stacks of caches without a key: a role for the jobs that plan, which cannot
 * write, and one for the jobs that apply. It is deployed once, by hand, by somebody who may.
 *
 * Who can let a job apply is as good as an administrator: that job may write the policies of the roles
 * that the stacks make. Protect the environment, or the branch, accordingly.
 */
export class PipelineAccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: PipelineAccessStackProps) {
    super(scope, id);
    const usable = checkPipelineAccessProperties(this, props ?? {});
    const { region, account, pipeline, stateAccess, planSecretValues = "hidden", tags } = usable;
    if (region === undefined || !pipeline || !usable.stacks) return; // Nothing makes sense without.
    configureProvider(this, { region, account, tags });
    configureBackend(this, usable.state, region);
    this.checkPipeline(pipeline);
    check(this, "stateAccess.bucket", stateAccess?.bucket, checkBucketName);
    check(this, "stateAccess.prefix", stateAccess?.prefix, checkStatePrefix);
    // The key is in the bucket's Region, which need not be this one.
    check(this, "stateAccess.kmsKeyArn", stateAccess?.kmsKeyArn, (arn) =>
      checkKmsKeyArn(arn, arn.split(":")[3] || region),
    );

    const tokens = pipelineTokens(pipeline);
    const { issuer, audience } = tokens;
    const provider = new PipelineProvider(this, "provider", {
      ...{ issuer, audience, account: account?.id, existing: usable.existingProvider },
    }).arn;
    const trust = { provider, issuer, audience };
    const deployment = {
      account: callerIdentity(this).accountId,
      stacks: this.deployedStacks(usable.stacks),
    };
    new PipelineRole(this, "plan", {
      task: "plan",
      description: "For the jobs that plan the pull-through caches: it reads, and cannot write.",
      trust: { ...trust, claims: tokens.plan },
      statements: [
        ...planStatements(deployment, planSecretValues),
        ...(stateAccess ? stateStatements(stateAccess, "read") : []),
      ],
    });
    new PipelineRole(this, "apply", {
      task: "apply",
      description: "For the jobs that apply the pull-through caches.",
      trust: { ...trust, claims: tokens.apply },
      statements: [
        ...applyStatements(deployment),
        ...(stateAccess ? stateStatements(stateAccess, "write") : []),
      ],
    });
  }

  private deployedStacks(stacks: Readonly<Record<string, PipelineStack>>): DeployedStack[] {
    check(this, "stacks", stacks, checkThereAreStacks);
    return Object.entries(stacks).map(([id, { region, attachToRoles = [], scanning }]) => {
      check(this, "stacks", id, (value) => checkStackId(value, region));
      check(this, `stacks.${id}.region`, region, checkRegion);
      for (const [index, role] of attachToRoles.entries()) {
        check(this, `stacks.${id}.attachToRoles[${index}]`, role, checkRoleName);
      }
      return { id, region, attachToRoles, ...(scanning && { scanning }) };
    });
  }

  private checkPipeline({ gitHub, gitLab }: Pipeline): void {
    const at = (property: string) => `pipeline.${property}`;
    check(this, at("gitHub.repository"), gitHub?.repository, checkGitHubRepository);
    check(this, at("gitHub.environment"), gitHub?.environment, checkRefName);
    check(this, at("gitHub.branch"), gitHub?.branch, checkRefName);
    check(this, at("gitHub.ids.owner"), gitHub?.ids?.owner, checkGitHubId);
    check(this, at("gitHub.ids.repository"), gitHub?.ids?.repository, checkGitHubId);
    check(this, at("gitLab.project"), gitLab?.project, checkGitLabProject);
    check(this, at("gitLab.branch"), gitLab?.branch, checkRefName);
    check(this, at("gitLab.host"), gitLab?.host, checkGitLabHost);
  }
}

function checkThereAreStacks(stacks: object) {
  if (Object.keys(stacks).length > 0) return undefined;
  return { given: "{}", allowed: "one stack at least", fix: "name what the pipeline deploys" };
}
