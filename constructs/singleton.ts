import type { Construct } from "constructs";
import type { CacheLocation } from "../ecr/upstream-rules";
import { reject } from "./problems";

/** Who owns what, per app. */
const owners = new WeakMap<Construct, Map<string, Construct>>();

/**
 * Notes that `owner` owns something of which an account has one in a Region. Two owners in one app
 * would overwrite each other at every deploy, so that the second one is refused.
 *
 * @param thing what it is, in words: "the registry policy"
 */
export function claim(owner: Construct, thing: string, { region, account }: CacheLocation): void {
  const place = account ? `account ${account}, ${region}` : region;
  const key = `${thing} of ${place}`;
  const claims = claimsOf(owner.node.root as Construct);
  const other = claims.get(key);
  if (!other) {
    claims.set(key, owner);
    return;
  }
  reject(owner, thing, {
    given: place,
    allowed: "one owner for each account and Region",
    fix: `leave it out here: ${other.node.path} has it; or name the account, if it is another one`,
  });
}

function claimsOf(root: Construct): Map<string, Construct> {
  const known = owners.get(root);
  if (known) return known;
  const fresh = new Map<string, Construct>();
  owners.set(root, fresh);
  return fresh;
}
