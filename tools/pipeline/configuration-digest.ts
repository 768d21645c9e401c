import { createHash } from "node:crypto";

/** SHA-256, in hexadecimal digits. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Identifies the configuration of a stack: two digests are equal exactly when Terraform gets the same
 * input. It can be computed before Terraform runs. The provider versions are in the record beside it.
 *
 * @param json the synthesized `cdk.tf.json`, parsed
 * @returns the SHA-256 of its canonical form, without the comments (`//`) in which CDKTF
 * writes paths of the source and its own version. A comment on existing settings is reviewed too
 */
export function configurationDigest(json: unknown): string {
  return sha256(canonical(json));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (key, member) => {
    // In a map of strings, such as tags, it is a key like any other.
    if (key === "//" && typeof member === "object") {
      return member?.existing && { existing: member.existing };
    }
    if (member === null || typeof member !== "object" || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The name under which a pipeline keeps the record of a stack's plan. */
export function artifactName(stack: string, configuration: string): string {
  return `plan-${stack}-${configuration.slice(0, 16)}`;
}
