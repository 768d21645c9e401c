import type { Aws } from "../aws/connection";
import type { Finding } from "./finding";

/** A resource of a stack, to be looked for in AWS. */
export interface Wanted {
  /** Whether the stack sets an attribute. */
  has(attribute: string): boolean;
  /**
   * The value that an attribute will have.
   * @throws when only Terraform can know it, or it is of a resource that is not in AWS
   */
  text(attribute: string): Promise<string>;
  /** The resources of a type whose attribute refers to this resource. */
  referrers(type: string, attribute: string): readonly Wanted[];
}

/** How the resources of one type are found, and what Terraform imports them by. */
export interface Finder {
  /** What the import id is made of, for who has to write it by hand. */
  readonly id: string;
  find(wanted: Wanted, aws: Aws): Promise<Finding>;
}
