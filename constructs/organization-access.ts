import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { EcrAccountSetting } from "@cdktf/provider-aws/lib/ecr-account-setting";
import { EcrRegistryPolicy } from "@cdktf/provider-aws/lib/ecr-registry-policy";
import { TerraformVariable, VariableType } from "cdktf";
import { Construct } from "constructs";
import { checkAccountId } from "../ecr/account";
import {
  checkOrganizationId,
  checkUnitPath,
  ORGANIZATION_ID_PATTERN,
  ORGANIZATION_ID_PLACEHOLDER,
  registryStatements,
  unitPathPattern,
} from "../ecr/organization";
import { sidsOf } from "../ecr/policy-document";
import type { PolicyStatement } from "../ecr/policy-statement";
import { repositoryArn, repositoryPatternArn } from "../ecr/registry";
import { checkImportable, checkLength, checkMergedPolicy } from "../ecr/registry-policy";
import { checkString, checkStrings } from "../problems/value-type";
import { named } from "./address";
import { callerIdentity } from "./caller-identity";
import { noteExisting } from "./existing-setting";
import {
  checkTokens,
  hasCurrentVersion,
  joinedLength,
  joinedPolicies,
  knownText,
} from "./external-policy";
import { type FormOf, hasForm } from "./form";
import { check } from "./problems";
import { checkPolicyPrefixes, checkRegion } from "./registry-props";

export interface OrganizationAccessProps {
  /** The Region of the registry. */
  readonly region: string;
  /**
   * The repository prefixes that the organization may pull from. `ROOT` opens every repository of the
   * registry, including those that are not caches.
   */
  readonly prefixes: readonly string[];
  /**
   * The id of the organization.
   * @default - the Terraform variable `aws_org_id`, which has no default of its own
   */
  readonly organizationId?: string;
  /**
   * The condition operator for the organization's id. `StringLike` accepts wildcards: an id that does
   * not come from the validated variable could match any organization.
   * @default "StringLike", as in the article
   */
  readonly match?: "StringEquals" | "StringLike";
  /**
   * Opens the registry to a part of the organization: to organizational units by their paths
   * (`o-…/r-…/ou-…/*`), or to accounts by their ids.
   * @default - the whole organization
   */
  readonly only?:
    | { readonly organizationalUnits: readonly string[] }
    | { readonly accounts: readonly string[] };
  /**
   * Whether other accounts may pull an image that nobody has pulled yet, for which ECR creates a
   * repository. The policy of the principal that pulls has to allow it too.
   * @default "refused", as in the article
   */
  readonly firstPulls?: "allowed" | "refused";
  /**
   * The repositories that other accounts may import, such as "docker-hub/library/*". Cached images can
   * be pulled in any case. Principals of the registry's own account are not restricted.
   * @default - all under the prefixes
   */
  readonly importable?: readonly string[];
  /**
   * Sets the policy scope of the registry before the policy. V1, which accounts from before December
   * 2024 may have, refuses most of this policy. AWS advises against going back to V1; destroying the
   * stack leaves V2.
   * @default - the scope stays as it is
   */
  readonly policyScope?: "V2";
  /**
   * Policies (JSON) whose statements are added to the one policy of the registry as they are, such as
   * those that another team had there before. Terraform does not look into them: policy variables are
   * written as IAM writes them, `${aws:PrincipalTag/team}`. An `Id` is left out.
   * @default - none: an existing policy is replaced
   */
  readonly mergeWith?: readonly string[];
  /**
   * "replace" is for a registry whose policy, which is in nobody's state here, may go: without it,
   * `cdktf diff` and `deploy` and the pipeline refuse to replace one of which a statement would be lost.
   * Only needed for the first deployment.
   * @default - refused
   */
  readonly existing?: "replace";
}

/** What each of the properties may be, for an app without a type check. */
export const ORGANIZATION_ACCESS: FormOf<Omit<OrganizationAccessProps, "region" | "prefixes">> = {
  shape: {
    organizationId: checkString,
    match: ["StringEquals", "StringLike"],
    only: {
      shape: { organizationalUnits: checkStrings, accounts: checkStrings },
      oneOf: ["organizationalUnits", "accounts"],
    },
    firstPulls: ["allowed", "refused"],
    importable: checkStrings,
    policyScope: ["V2"],
    mergeWith: checkStrings,
    existing: ["replace"],
  },
};

/** To whom a statement allows something, and on what condition. */
interface Grant {
  readonly identifiers: readonly string[];
  readonly condition?: {
    readonly variable: string;
    readonly test: string;
    readonly values: string[];
  };
}

/**
 * Lets other accounts of an AWS organization pull from this registry: the registry's policy.
 *
 * A registry has one policy. Deploying this replaces it; destroying this leaves none.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
 */
export class OrganizationAccess extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationAccessProps) {
    super(scope, id);
    const { region: _, prefixes: __, ...options } = props;
    const region = checkRegion(this, props.region);
    const prefixes = checkPolicyPrefixes(this, props.prefixes);
    if (!hasForm(this, options, ORGANIZATION_ACCESS, "organizationAccess")) return;
    const { importable, mergeWith = [] } = props;
    const { accountId } = callerIdentity(this);
    const statements = registryStatements({
      readable: prefixes.map((prefix) => repositoryArn(accountId, region, prefix)),
      importable: importable?.map((pattern) => repositoryPatternArn(accountId, region, pattern)),
      firstPulls: props.firstPulls === "allowed",
    });
    this.checkProps(
      { ...props, prefixes },
      statements.map(({ sid }) => sid),
    );
    const grant = this.grant(props);
    const own = named(
      "ecr_registry_policy",
      new DataAwsIamPolicyDocument(this, "document", {
        statement: statements.map(({ sid, actions, resources }) => ({
          sid,
          actions: [...actions],
          resources: [...resources],
          principals: [{ type: "AWS", identifiers: [...grant.identifiers] }],
          condition: grant.condition && [grant.condition],
        })),
      }),
    );
    const policies = [
      ...mergeWith,
      JSON.stringify({ Statement: statements.map((one) => written(one, grant)) }),
    ];
    check(this, "organizationAccess", joinedLength(policies), (length) =>
      checkLength("registry", length),
    );
    const unknown = mergeWith.filter((json) => knownText(json) === undefined);
    const dependsOn = props.policyScope ? [this.policyScope(props.policyScope)] : undefined;
    const registryPolicy = new EcrRegistryPolicy(this, "policy", {
      policy: mergeWith.length > 0 ? joinedPolicies([...mergeWith, own.json]) : own.json,
      dependsOn,
      lifecycle: unknown.length > 0 ? { precondition: unknown.map(hasCurrentVersion) } : undefined,
    });
    named("this", noteExisting(registryPolicy, props.existing));
  }

  private grant({ only, match = "StringLike", organizationId }: OrganizationAccessProps): Grant {
    if (only && "accounts" in only) {
      return { identifiers: only.accounts.map((account) => `arn:aws:iam::${account}:root`) };
    }
    const condition = only
      ? {
          variable: "aws:PrincipalOrgPaths",
          test: "ForAnyValue:StringLike",
          values: only.organizationalUnits.map(unitPathPattern),
        }
      : {
          variable: "aws:PrincipalOrgID",
          test: match,
          values: [organizationId ?? this.organizationVariable().stringValue],
        };
    return { identifiers: ["*"], condition };
  }

  /** The policy has to depend on the scope: AWS refuses it before the scope is set. */
  private policyScope(value: string): EcrAccountSetting {
    return named(
      "registry_policy_scope",
      new EcrAccountSetting(this, "policy-scope", { name: "REGISTRY_POLICY_SCOPE", value }),
    );
  }

  /** No default: somebody could deploy with the id of an example, and open the registry to strangers. */
  private organizationVariable(): TerraformVariable {
    return named(
      "aws_org_id",
      new TerraformVariable(this, "organization-id", {
        type: VariableType.STRING,
        description: "Id of the AWS organization whose accounts may pull from the cache.",
        validation: [
          {
            condition: `\${can(regex("${ORGANIZATION_ID_PATTERN}", var.aws_org_id)) && !can(regex("${ORGANIZATION_ID_PLACEHOLDER}", var.aws_org_id))}`,
            errorMessage:
              "aws_org_id must be the id of one organization: 'o-' and 10 to 32 lower-case letters or digits, and no placeholder.",
          },
        ],
      }),
    );
  }

  private checkProps(props: OrganizationAccessProps, sids: readonly string[]): void {
    const at = (property: string) => `organizationAccess.${property}`;
    const { only, prefixes, importable = [], mergeWith = [] } = props;
    check(this, at("organizationId"), props.organizationId, checkOrganizationId);
    if (only) {
      const [kind, values, rule] =
        "accounts" in only
          ? ([at("only.accounts"), only.accounts, checkAccountId] as const)
          : ([at("only.organizationalUnits"), only.organizationalUnits, checkUnitPath] as const);
      check(this, kind, values, checkIsNotEmpty);
      for (const [index, value] of values.entries()) check(this, `${kind}[${index}]`, value, rule);
      for (const property of ["organizationId", "match"] as const) {
        check(this, at(property), props[property], () => ({
          allowed: "only for the whole organization",
          fix: "leave it out, or leave `only` out",
        }));
      }
    }
    check(this, at("importable"), props.importable, checkIsNotEmpty);
    for (const [index, pattern] of importable.entries()) {
      check(this, at(`importable[${index}]`), pattern, (value) => checkImportable(value, prefixes));
    }
    const merged = mergeWith.map((json) => knownText(json));
    for (const [index, json] of merged.entries()) {
      const others = merged.slice(0, index).flatMap((one) => sidsOf(one ?? ""));
      check(
        this,
        at(`mergeWith[${index}]`),
        json,
        (value) => checkTokens(value) ?? checkMergedPolicy(value, [...sids, ...others]),
      );
    }
  }
}

/** A statement as Terraform will write it. */
function written(
  { sid, actions, resources }: PolicyStatement,
  { identifiers, condition }: Grant,
): object {
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { AWS: one(identifiers) },
    Action: one(actions),
    Resource: one(resources),
    Condition: condition && { [condition.test]: { [condition.variable]: one(condition.values) } },
  };
}

function checkIsNotEmpty(list: readonly string[]) {
  if (list.length > 0) return undefined;
  return { given: "[]", allowed: "at least one", fix: "name one, or leave the property out" };
}
