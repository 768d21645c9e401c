import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { callerIdentity } from "../constructs/caller-identity";
import { checkForm } from "../constructs/form";
import { PermissionsBoundary } from "../constructs/permissions-boundary";
import { PipelineProvider } from "../constructs/pipeline-provider";
import { PipelineRole } from "../constructs/pipeline-role";
import { check, reject, warn } from "../constructs/problems";
import { checkAccountId } from "../ecr/account";
import { checkKmsKeyArn } from "../ecr/kms-key";
import { applyStatements } from "../ecr/pipeline/apply-permissions";
import { applyBoundary, boundaryArn, stackRolesBoundary } from "../ecr/pipeline/boundaries";
import { checkDeployedStackId, type DeployedStack } from "../ecr/pipeline/deployment";
import {
  checkGitHubId,
  checkGitHubRepository,
  checkGitLabHost,
  checkGitLabProject,
  checkGitLabProjectId,
  checkRefName,
  checkWorkflowPath,
} from "../ecr/pipeline/names";
import { planStatements } from "../ecr/pipeline/plan-permissions";
import {
  checkStateIsApart,
  checkStatePrefix,
  stateKey,
  stateStatements,
} from "../ecr/pipeline/state-permissions";
import { GITLAB_COM, type Pipeline, pipelineTokens } from "../ecr/pipeline/tokens";
import { checkRegion, checkRegionIsKnown } from "../ecr/region";
import { checkRepositoryPrefix, checkThereAreCaches } from "../ecr/repository-prefix";
import { checkRoleName } from "../ecr/role";
import { checkBucketName } from "../ecr/state-location";
import {
  PIPELINE_ACCESS,
  type PipelineAccessStackProps,
  type PipelineStack,
} from "./properties/pipeline-access";
import { checkStackId, usableStackId } from "./stack-id";
import { configureBackend } from "./state";
import { configureProvider } from "./terraform-settings";

/**
 * Lets a pipeline deploy stacks of caches without a long-lived key: one role for the jobs that plan,
 * which cannot write, and one for the jobs that apply. An administrator deploys it once, by hand.
 *
 * The role that applies may write the policies of the roles that the stacks make, within a boundary that
 * it cannot change. The stacks need it as their `permissionsBoundary`.
 */
export class PipelineAccessStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: PipelineAccessStackProps) {
    super(scope, usableStackId(scope, id));
    checkStackId(this, id);
    const usable = checkForm(this, props ?? {}, PIPELINE_ACCESS);
    const { region, account, pipeline, stateAccess, planSecretValues = "hidden", tags } = usable;
    if (region === undefined || !pipeline || !usable.stacks) return; // Everything else needs them.
    configureProvider(this, { region, account, tags });
    configureBackend(this, usable.state, region);
    this.checkPipeline(pipeline);
    check(this, "stateAccess.bucket", stateAccess?.bucket, checkBucketName);
    check(this, "stateAccess.prefix", stateAccess?.prefix, checkStatePrefix);
    // The key is in the Region of the bucket, which can be another one.
    check(this, "stateAccess.kmsKeyArn", stateAccess?.kmsKeyArn, (arn) =>
      checkKmsKeyArn(arn, arn.split(":")[3] || region),
    );

    const own = usable.state && "s3" in usable.state ? usable.state.s3 : undefined;
    if (own && stateAccess) {
      const state = { bucket: own.bucket, key: own.key ?? stateKey(this.node.id) };
      check(this, "state.s3.key", state, (one) => checkStateIsApart(one, stateAccess));
    }

    const tokens = pipelineTokens(pipeline);
    const { issuer, audience } = tokens;
    const provider = new PipelineProvider(this, "provider", {
      ...{ issuer, audience, account: account?.id, existing: usable.existingProvider },
    }).arn;
    const trust = { provider, issuer, audience };
    const { accountId } = callerIdentity(this);
    const deployment = {
      account: accountId,
      stacks: this.deployedStacks(usable.stacks),
      boundary: boundaryArn(accountId, this.node.id, "stacks"),
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
    const applying = [
      ...applyStatements(deployment),
      ...(stateAccess ? stateStatements(stateAccess, "write") : []),
    ];
    new PermissionsBoundary(this, "boundary", {
      of: "stacks",
      statements: stackRolesBoundary(deployment),
    });
    const boundary = new PermissionsBoundary(this, "apply-boundary", {
      of: "apply",
      statements: applyBoundary(this.node.id, deployment, applying),
    });
    new PipelineRole(this, "apply", {
      task: "apply",
      description: "For the jobs that apply the pull-through caches.",
      trust: { ...trust, claims: tokens.apply },
      statements: applying,
      permissionsBoundary: boundary.arn,
    });
  }

  private deployedStacks(stacks: Readonly<Record<string, PipelineStack>>): DeployedStack[] {
    check(this, "stacks", stacks, checkThereAreStacks);
    return Object.entries(stacks).map(([id, stack]) => {
      const { region, prefixes, template = "per-prefix", kmsKeyArn, scanning } = stack;
      const { upstreamAccounts = [], attachToRoles = [], pullPermissions } = stack;
      check(this, "stacks", id, (value) => checkDeployedStackId(value, region));
      check(this, `stacks.${id}.region`, region, checkRegion);
      warn(this, `stacks.${id}.region`, region, checkRegionIsKnown);
      check(this, `stacks.${id}.prefixes`, prefixes, checkThereAreCaches);
      for (const [index, prefix] of prefixes.entries()) {
        check(this, `stacks.${id}.prefixes[${index}]`, prefix, checkRepositoryPrefix);
      }
      check(this, `stacks.${id}.kmsKeyArn`, kmsKeyArn, (arn) => checkKmsKeyArn(arn, region));
      for (const [index, account] of upstreamAccounts.entries()) {
        check(this, `stacks.${id}.upstreamAccounts[${index}]`, account, checkAccountId);
      }
      for (const [index, role] of attachToRoles.entries()) {
        check(this, `stacks.${id}.attachToRoles[${index}]`, role, checkRoleName);
      }
      return {
        ...{ id, region, prefixes, template, upstreamAccounts, attachToRoles },
        hasPullPolicy: pullPermissions === "managed-policy" || attachToRoles.length > 0,
        ...(kmsKeyArn !== undefined && { kmsKeyArn }),
        ...(scanning && { scanning }),
      };
    });
  }

  private checkPipeline({ gitHub, gitLab }: Pipeline): void {
    const at = (property: string) => `pipeline.${property}`;
    check(this, at("gitHub.repository"), gitHub?.repository, checkGitHubRepository);
    check(this, at("gitHub.environment"), gitHub?.environment, checkRefName);
    check(this, at("gitHub.branch"), gitHub?.branch, checkRefName);
    check(this, at("gitHub.workflow"), gitHub?.workflow, checkWorkflowPath);
    check(this, at("gitHub.ids.owner"), gitHub?.ids?.owner, checkGitHubId);
    check(this, at("gitHub.ids.repository"), gitHub?.ids?.repository, checkGitHubId);
    check(this, at("gitLab.project"), gitLab?.project, checkGitLabProject);
    const { projectId, host = GITLAB_COM } = gitLab ?? {};
    const problem =
      gitLab && !checkGitLabHost(host) ? checkGitLabProjectId(projectId, host) : undefined;
    if (problem) reject(this, at("gitLab.projectId"), problem);
    check(this, at("gitLab.branch"), gitLab?.branch, checkRefName);
    check(this, at("gitLab.host"), gitLab?.host, checkGitLabHost);
  }
}

function checkThereAreStacks(stacks: object) {
  if (Object.keys(stacks).length > 0) return undefined;
  return {
    given: "{}",
    allowed: "at least one stack",
    fix: "name the stacks that the pipeline deploys",
  };
}
