import { type Problem, shown } from "../../problems/problem";
import { repositoryPatternArn } from "../registry";
import { failuresName, pullPolicyName, templateRoleName, upstreamRoleName } from "../stack-names";

/** A stack of caches, as far as the permissions to deploy it depend on it. */
export interface DeployedStack {
  /** The id of the stack, with which the names of all its resources begin. */
  readonly id: string;
  /** The Region of its registry. */
  readonly region: string;
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
    secrets: each(({ region }) => [
      `arn:aws:secretsmanager:${region}:${account}:secret:ecr-pullthroughcache/*`,
    ]),
    repositories: each(({ region }) => [repositoryPatternArn(account, region, "*")]),
    roles: each(({ id, region }) => [
      iam("role", templateRoleName(id, region)),
      iam("role", upstreamRoleName(id, region, "*")),
    ]),
    pullPolicies: each(({ id, region }) => [iam("policy", pullPolicyName(id, region))]),
    attachToRoles: each(({ attachToRoles }) => attachToRoles.map((role) => iam("role", role))),
    topics: each(({ id, region }) => [
      `arn:aws:sns:${region}:${account}:${failuresName(id, region)}`,
    ]),
    eventRules: each(({ id, region }) => [
      `arn:aws:events:${region}:${account}:rule/${failuresName(id, region)}`,
    ]),
  };
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
