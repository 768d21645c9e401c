import { createHash } from "node:crypto";

/** SHA-256, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Names a stack's configuration: equal exactly when Terraform is given the same. It can be computed
 * before Terraform runs; which provider is used is in the record beside it.
 *
 * @param json the synthesized `cdk.tf.json`, parsed
 * @returns the SHA-256 of its canonical form, without the comments (`//`) that CDKTF adds about paths
 * in the source and about its own version. What a comment says of existing settings is reviewed too
 */
export function configurationDigest(json: unknown): string {
  return sha256(canonical(json));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (key, member) => {
    if (key === "//") return member?.existing && { existing: member.existing };
    if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The name under which a pipeline keeps the record of a stack's plan. */
export function artifactName(stack: string, configuration: string): string {
  return `plan-${stack}-${configuration.slice(0, 16)}`;
}
