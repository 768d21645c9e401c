import { type Problem, shown } from "../../problems/problem";
import { credentialSecretName } from "../credential-secret";
import { repositoryArn } from "../registry";
import { ROOT } from "../repository-prefix";
import { failuresName, pullPolicyName, templateRoleName, upstreamRoleName } from "../stack-names";

/** A stack of caches, as far as the permissions to deploy it depend on it. */
export interface DeployedStack {
  /** The id of the stack, with which the names of all its resources begin. */
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

/** A deployment by a role that must not be able to extend its own permissions. */
export interface BoundedDeployment extends Deployment {
  /** ARN of the permissions boundary that each role of the stacks must have. */
  readonly boundary: string;
}

/** The ARNs of the resources of stacks. Registry settings have no ARN. */
export interface DeployedArns {
  readonly secrets: readonly string[];
  readonly repositories: readonly string[];
  readonly roles: readonly string[];
  readonly pullPolicies: readonly string[];
  /** Roles outside of the stacks that pull policies are attached to. */
  readonly attachToRoles: readonly string[];
  readonly topics: readonly string[];
  readonly eventRules: readonly string[];
}

/** The ARNs of everything that the stacks may create, by names and Regions. */
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

/** The prefixes of the repositories that the templates of a stack apply to. */
export function templatePrefixes({ template, prefixes }: DeployedStack): readonly string[] {
  return template === "ROOT" ? [ROOT] : prefixes;
}

/** Longer names end in a hash (`iamName`), and only this much of each name stays recognizable. */
const RECOGNIZABLE = 55;

/** Whether the names of a stack's resources can be recognized by their beginning alone. */
export function checkDeployedStackId(id: string, region: string): Problem | undefined {
  const longest = RECOGNIZABLE - upstreamRoleName("", region, "").length;
  if (/^[\w.-]+$/.test(id) && id.length <= longest) return undefined;
  return {
    given: shown(id),
    allowed: `the id of one stack: at most ${longest} letters, digits or ._-, without wildcards`,
    fix: "write the id as the stack has it; a longer one needs another name first",
  };
}
