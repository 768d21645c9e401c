import { readFileSync } from "node:fs";
import { checkKnownName } from "../../problems/suggestion";
import type { Explanation } from "../network/network-failure";
import { credentialFiles } from "../terraform/aws-credentials";

/**
 * Explains that the profile in `AWS_PROFILE` does not exist. The SDK would look for credentials
 * elsewhere, and might find those of another account.
 *
 * @returns nothing when the profile exists, or none is set
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
 */
export function missingProfile(env: NodeJS.ProcessEnv): Explanation | undefined {
  const { AWS_PROFILE: profile = "" } = env;
  // The default profile need not be defined.
  if (["", "default"].includes(profile)) return undefined;
  const files = credentialFiles(env);
  const known = [...new Set(files.flatMap(profilesIn))];
  if (known.includes(profile)) return undefined;
  const problem = known.length > 0 ? checkKnownName(profile, known) : undefined;
  return {
    kind: "credentials",
    what: `AWS_PROFILE is "${profile}", and neither ${files.join(" nor ")} has a profile of that name`,
    fix: problem
      ? `choose one of ${problem.allowed}: ${problem.fix}`
      : `unset AWS_PROFILE, or create the profile: aws configure --profile ${profile}`,
  };
}

/** A section is `[name]` in the credentials file, and `[profile name]` in the config file. */
function profilesIn(file: string): string[] {
  const sections = [...contentOf(file).matchAll(/^\s*\[([^\]]+)\]/gm)].map(([, name = ""]) => name);
  return sections
    .filter((section) => !/^\s*(sso-session|services)\s/.test(section))
    .map((section) =>
      section
        .replace(/^\s*profile\s+/, "")
        .replace(/["']/g, "")
        .trim(),
    );
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
