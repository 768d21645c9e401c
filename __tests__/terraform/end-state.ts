import type { LocalAws } from "../../local-aws";

/** Times, and how many older values a secret had: a version that Terraform writes again is one more. */
const CHANGING = new Set(["createdAt", "updatedAt", "versions"]);
/** The six characters that AWS makes up for each secret. */
const ARN_SUFFIX = /(:secret:[^"]+)-[A-Za-z0-9]{6}$/;

/** What AWS holds, comparable between two deployments. */
export function endState(aws: LocalAws): unknown {
  return JSON.parse(JSON.stringify(aws.inventory()), (key, value) => {
    if (CHANGING.has(key)) return undefined;
    return typeof value === "string" ? value.replace(ARN_SUFFIX, "$1") : value;
  });
}
