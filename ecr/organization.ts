import { type Problem, shown } from "../problems/problem";
import type { PolicyStatement } from "./policy-statement";

/**
 * The form of an AWS Organizations id, as Terraform and JavaScript both read it.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
 */
export const ORGANIZATION_ID_PATTERN = "^o-[a-z0-9]{10,32}$";

/** The form of the ids that the guides write as a placeholder. */
export const ORGANIZATION_ID_PLACEHOLDER = "^o-x+$";

/** The path from the organization through its root to a unit. With `/*` at the end, it includes all units below. */
const UNIT_PATH =
  /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}(\/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})+(\/\*?)?$/;

/** Whether `id` is the id of one AWS organization. A wildcard would let in any organization. */
export function checkOrganizationId(id: string): Problem | undefined {
  const isPlaceholder = new RegExp(ORGANIZATION_ID_PLACEHOLDER).test(id);
  if (new RegExp(ORGANIZATION_ID_PATTERN).test(id) && !isPlaceholder) return undefined;
  return {
    given: shown(id),
    allowed: isPlaceholder
      ? "the id of your organization, in place of the placeholder"
      : "'o-' and 10 to 32 lower-case letters or digits, without wildcards",
    fix: "copy the id from `aws organizations describe-organization --query Organization.Id`",
  };
}

/**
 * Whether `path` leads to an organizational unit.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
export function checkUnitPath(path: string): Problem | undefined {
  if (UNIT_PATH.test(path)) return undefined;
  return {
    given: shown(path),
    allowed: "o-<organization>/r-<root>/ou-<unit>/*, with each unit on the way",
    fix: "put it together from `aws organizations list-parents`, from the unit up to the root",
  };
}

/** `path` as the condition wants it: of the unit and of all units below it. */
export function unitPathPattern(path: string): string {
  return path.replace(/\/?\*?$/, "/*");
}

/** The actions that are needed to read a cached image. */
const READ_ACTIONS: readonly string[] = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
];

export interface RegistryStatementOptions {
  /** ARNs of what may be read. */
  readonly readable: readonly string[];
  /** ARNs of what may be imported. @default - what may be read */
  readonly importable?: readonly string[];
  /** Whether a pull may create the repository of an image that was never pulled before. */
  readonly firstPulls: boolean;
}

/**
 * The statements of a registry policy for other accounts: one, or two if less may be imported than
 * read. Registries with policy scope V1 only accept the actions that import.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
export function registryStatements(options: RegistryStatementOptions): PolicyStatement[] {
  const { readable, importable, firstPulls } = options;
  const imports = ["ecr:BatchImportUpstreamImage", ...(firstPulls ? ["ecr:CreateRepository"] : [])];
  if (!importable) {
    const actions = [...READ_ACTIONS, ...imports].sort();
    return [{ sid: "OrgPullCache", actions, resources: readable }];
  }
  return [
    { sid: "OrgPullCache", actions: READ_ACTIONS, resources: readable },
    { sid: "OrgImportUpstream", actions: imports, resources: importable },
  ];
}
