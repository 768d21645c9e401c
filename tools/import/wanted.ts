import type { Aws } from "../aws/connection";
import type { Finding } from "./finding";

/** A resource of a stack to look for in AWS. */
export interface Wanted {
  /** Whether the stack sets an attribute. */
  has(attribute: string): boolean;
  /**
   * The value that an attribute will have.
   *
   * @throws when only Terraform can know it, or it refers to a resource that does not exist
   */
  text(attribute: string): Promise<string>;
  /** The resources of a type whose attribute refers to this resource. */
  referrers(type: string, attribute: string): readonly Wanted[];
}

/** Finds the resources of one type, and knows their import id. */
export interface Finder {
  /** What the import id consists of, for people who have to write it by hand. */
  readonly id: string;
  find(wanted: Wanted, aws: Aws): Promise<Finding>;
}
