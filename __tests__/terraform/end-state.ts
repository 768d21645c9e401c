import type { LocalAws } from "../../local-aws";

/** Times, and how many older values a secret had: a version that Terraform writes again is one more. */
const CHANGING = new Set(["createdAt", "updatedAt", "versions"]);
/** What AWS makes up for each secret's ARN, and Terraform for a name whose beginning it is given. */
const MADE_UP = /(:secret:[^"]+)-[A-Za-z0-9]{6}$/;
const NUMBER = /-\d{18}[0-9a-f]{8}(?=-|$)/g;

/**
 * What AWS holds, comparable between two deployments. Secrets that wait for their deletion are left
 * out: nothing uses them any more.
 */
export function endState(aws: LocalAws): unknown {
  return JSON.parse(JSON.stringify(aws.inventory()), (key, value) => {
    if (CHANGING.has(key)) return undefined;
    if (key === "secrets") return value.filter(isKept).sort(byText);
    if (Array.isArray(value)) return value.sort(byText);
    return typeof value === "string" ? value.replace(MADE_UP, "$1").replace(NUMBER, "") : value;
  });
}

function isKept(secret: { deletionDate?: string }): boolean {
  return secret.deletionDate === undefined;
}

/** Lists are sets here: their order is that in which Terraform happened to make things. */
function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a).localeCompare(JSON.stringify(b));
}
