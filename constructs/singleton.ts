import type { Construct } from "constructs";
import type { CacheLocation } from "../ecr/registry";
import { AccountOwners } from "./owners";
import { reject } from "./problems";

/** The owners in each app. */
const owners = new AccountOwners();

/**
 * Registers the owner of something that exists once per account and Region. Two owners in one app would
 * overwrite each other at every deploy, so the second one is refused.
 *
 * @param thing what is owned, for the message: "the registry policy"
 */
export function claim(owner: Construct, thing: string, { region, account }: CacheLocation): void {
  const place = account ? `account ${account}, ${region}` : region;
  const other = owners.claim(owner.node.root, `${thing} of ${region}`, account, owner);
  if (!other) return;
  const { path } = other.owner.node;
  reject(owner, thing, {
    given: place,
    allowed: "one owner for each account and Region",
    fix: other.isSameAccount
      ? `leave it out here: ${path} has it; or correct the account, if it is another one`
      : `leave it out here: ${path} has it; or name the account of both stacks, if they are in two`,
  });
}
