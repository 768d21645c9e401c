import { type Problem, shown } from "../../problems/problem";
import { repositoryPatternArn } from "../registry";
import { failuresName, pullPolicyName, templateRoleName, upstreamRoleName } from "../stack-names";

/** A stack of caches, as far as it matters to whoever deploys it. */
export interface DeployedStack {
  /** The stack's id, with which the names of all that it makes begin. */
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
