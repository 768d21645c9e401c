import type { TerraformResource } from "cdktf";

/**
 * Notes in the synthesized JSON that a setting may take the place of what is there. Terraform passes
 * over it; what looks at the registry before Terraform does reads it.
 */
export function noteExisting<T extends TerraformResource>(setting: T, existing?: "replace"): T {
  if (existing !== undefined) setting.addOverride("//.existing", existing);
  return setting;
}
