import type { Construct } from "constructs";
import type { CacheLocation } from "../ecr/registry";
import { Owners } from "./owners";
import { reject } from "./problems";

/** Who owns what in an app. */
const owners = new Owners();

/**
 * Notes that `owner` owns something of which an account has one in a Region. Two owners in one app
 * would overwrite each other at every deploy, so that the second one is refused.
 *
 * @param thing what it is, in words: "the registry policy"
 */
export function claim(owner: Construct, thing: string, { region, account }: CacheLocation): void {
  const place = account ? `account ${account}, ${region}` : region;
  const other = owners.claim(owner.node.root, `${thing} of ${place}`, owner);
  if (!other) return;
  reject(owner, thing, {
    given: place,
    allowed: "one owner for each account and Region",
    fix: `leave it out here: ${other.node.path} has it; or name the account, if it is another one`,
  });
}
