import { type Problem, shown } from "../../problems/problem";
import { credentialSecretName } from "../credential-secret";
import { repositoryArn } from "../registry";
import { ROOT } from "../repository-prefix";
import { failuresName, pullPolicyName, templateRoleName, upstreamRoleName } from "../stack-names";

/** A stack of caches, as far as it matters to whoever deploys it. */
export interface DeployedStack {
  /** The stack's id, with which the names of all that it makes begin. */
  readonly id: string;
  /** The Region of its registry. */
  readonly region: string;
  /** The repository prefixes of its caches. */
  readonly prefixes: readonly string[];
  /** "ROOT" is a template for repositories of any name, "per-prefix" one for each prefix. */
  readonly template: "ROOT" | "per-prefix";
  /** The KMS key of its repositories. */
  readonly kmsKeyArn?: string;
  /** The accounts of the private registries that it makes a role for. */
  readonly upstreamAccounts: readonly string[];
  /** Whether it makes a managed policy for whoever pulls. */
  readonly hasPullPolicy: boolean;
  /** Names of the roles that it attaches its pull policy to. */
  readonly attachToRoles: readonly string[];
  /** "ENHANCED" is Amazon Inspector, which has to be switched on and off. */
  readonly scanning?: "BASIC" | "ENHANCED";
}

/** What is deployed, and where. */
export interface Deployment {
  readonly account: string;
  readonly stacks: readonly DeployedStack[];
}

/** What is deployed by a role that is not to become more than it is. */
export interface BoundedDeployment extends Deployment {
  /** ARN of the permissions boundary that each role of the stacks has to have. */
  readonly boundary: string;
}

/** The ARNs of all that stacks make and have names for; registry settings have none. */
export interface DeployedArns {
  readonly secrets: readonly string[];
  readonly repositories: readonly string[];
  readonly roles: readonly string[];
  readonly pullPolicies: readonly string[];
  /** Roles that are not made by the stacks, and that pull policies are attached to. */
  readonly attachToRoles: readonly string[];
  readonly topics: readonly string[];
  readonly eventRules: readonly string[];
}

/** All that the stacks may make, by its name and in their Regions. */
export function deployedArns({ account, stacks }: Deployment): DeployedArns {
  const each = (arns: (stack: DeployedStack) => readonly string[]) => [
    ...new Set(stacks.flatMap(arns)),
  ];
  const iam = (kind: string, name: string) => `arn:aws:iam::${account}:${kind}/${name}`;
  return {
    // Behind the name, there is a hyphen and what Terraform and Secrets Manager append.
    secrets: each(({ region, prefixes }) =>
      prefixes.map(
        (prefix) =>
          `arn:aws:secretsmanager:${region}:${account}:secret:${credentialSecretName(prefix)}-*`,
      ),
    ),
    repositories: each((stack) =>
      templatePrefixes(stack).map((prefix) => repositoryArn(account, stack.region, prefix)),
    ),
    roles: each(({ id, region }) => [
      iam("role", templateRoleName(id, region)),
      iam("role", upstreamRoleName(id, region, "*")),
    ]),
    pullPolicies: each(({ id, region, hasPullPolicy }) =>
      hasPullPolicy ? [iam("policy", pullPolicyName(id, region))] : [],
    ),
    attachToRoles: each(({ attachToRoles }) => attachToRoles.map((role) => iam("role", role))),
    topics: each(({ id, region }) => [
      `arn:aws:sns:${region}:${account}:${failuresName(id, region)}`,
    ]),
    eventRules: each(({ id, region }) => [
      `arn:aws:events:${region}:${account}:rule/${failuresName(id, region)}`,
    ]),
  };
}

/** The prefixes of the repositories that a stack's templates are about. */
export function templatePrefixes({ template, prefixes }: DeployedStack): readonly string[] {
  return template === "ROOT" ? [ROOT] : prefixes;
}

/** Longer names end in a hash (`iamName`), and this much of each must stay to be recognized by. */
const RECOGNIZABLE = 55;

/** Whether the names of a stack's things can be recognized by their beginning, and by nothing else. */
export function checkDeployedStackId(id: string, region: string): Problem | undefined {
  const longest = RECOGNIZABLE - upstreamRoleName("", region, "").length;
  if (/^[\w.-]+$/.test(id) && id.length <= longest) return undefined;
  return {
    given: shown(id),
    allowed: `the id of one stack: at most ${longest} letters, digits or ._-, without wildcards`,
    fix: "write the id as the stack has it; a longer one needs another name first",
  };
}
