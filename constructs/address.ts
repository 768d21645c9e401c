import {
  TerraformDataSource,
  type TerraformElement,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { shown } from "../problems/problem";
import { Owners } from "./owners";
import { reject } from "./problems";

/** A Terraform identifier, in ASCII. */
const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** The element at each address of a stack. */
const owners = new Owners();

/**
 * Names an element, so that its Terraform address is `<type>.<name>`.
 *
 * Addresses are the users' state: CDKTF would derive them from the construct path and add a hash,
 * so that moving a construct would destroy what it created. A name that Terraform would not accept is
 * refused, and so is a second element at one address: CDKTF would silently keep only one of the two.
 *
 * @returns the element, so that it can be created and named in one expression
 */
export function named<T extends TerraformElement>(name: string, element: T): T {
  if (!NAME.test(name)) {
    reject(element, "name", {
      given: shown(name),
      allowed: "a Terraform identifier: a letter or '_', then letters, digits, '_' or '-'",
      fix: "choose another name",
    });
  }
  const address = `${addressType(element)}.${name}`;
  const owner = owners.claim(TerraformStack.of(element), address, element);
  if (owner) {
    reject(element, address, {
      allowed: "one element for each Terraform address of a stack",
      fix: `remove this one, or give it another key: ${owner.node.path} already has the address`,
    });
  }
  element.overrideLogicalId(name);
  return element;
}

function addressType(element: TerraformElement): string {
  if (element instanceof TerraformResource) return element.terraformResourceType;
  if (element instanceof TerraformDataSource) return `data.${element.terraformResourceType}`;
  if (element instanceof TerraformVariable) return "var";
  if (element instanceof TerraformOutput) return "output";
  throw new TypeError(`${element.node.path} has no Terraform address`);
}
