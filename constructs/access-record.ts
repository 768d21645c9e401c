import { DataResource } from "cdktf";
import { Construct } from "constructs";
import { named } from "./address";
import { checkKey } from "./registry-props";

/** How ECR reads a private ECR registry: as a role, or as itself within one account. */
export type PrivateAccess = "role" | "none";

export interface AccessRecordProps {
  /** The key of the upstream. The record is `terraform_data.<key>_access`. */
  readonly key: string;
  /** How the rule reads the upstream. */
  readonly access: PrivateAccess;
}

/**
 * Whether the rule of a private ECR registry was made with a role, kept in Terraform's state alone.
 *
 * AWS cannot take the role from a rule: `UpdatePullThroughCacheRule` wants an ARN. Terraform would try,
 * and destroy the role meanwhile. So a rule without a role is replaced when this record changes. When
 * the role goes, the record is replaced itself, which Terraform does only after the rule is gone: a deploy
 * that fails before that leaves the record as it was, and the next one goes on.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UpdatePullThroughCacheRule.html
 */
export class AccessRecord extends Construct {
  /** The record, which a rule with a role has to depend on. */
  readonly record: DataResource;
  /** The address, for `replace_triggered_by` of a rule without a role. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: AccessRecordProps) {
    super(scope, id);
    const name = `${checkKey(this, props.key)}_access`;
    const { access } = props;
    const input = { access };
    const config = { input, ...(access === "role" && { triggersReplace: input }) };
    this.record = named(name, new DataResource(this, "record", config));
    this.address = `${DataResource.tfResourceType}.${name}`;
    // A record that is created triggers nothing. One that is imported is changed at once, and the rule
    // replaced: in a state without a record, the rule may still name a role that is gone.
    if (access === "none") this.record.importFrom("unrecorded");
  }
}
