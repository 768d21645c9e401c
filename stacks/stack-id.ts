import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { Owners } from "../constructs/owners";
import { reject } from "../constructs/problems";
import { checkStackName } from "../ecr/stack-names";

/** The stack of each id in an app. */
const stacks = new Owners();

/**
 * The id that a stack is made with: its own, or another one where CDKTF would stop at the first
 * mistake, with a stack trace. `checkStackId` then says what is wrong with it.
 */
export function usableStackId(scope: Construct, id: string): string {
  const isUsable = typeof id === "string" && /^[^\s/*?[\]{}!]+$/.test(id) && !(id in {});
  if (isUsable && !scope.node.tryFindChild(id)) return id;
  return `stack-${scope.node.children.length + 1}`;
}

/** Checks the id that a stack was given. */
export function checkStackId(stack: TerraformStack, id: string): void {
  const problem = checkStackName(id);
  if (problem) reject(stack, "id", problem);
  if (problem) return;
  // The file systems of macOS and Windows, and IAM, do not tell capitals from small letters.
  const other = stacks.claim(stack.node.root, id.toLowerCase(), stack);
  if (!other) return;
  reject(stack, "id", {
    given: JSON.stringify(id),
    allowed: "one stack for each id; capitals alone make no other one",
    fix: `choose another id: ${other.node.path} has this one`,
  });
}
