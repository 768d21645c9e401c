import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Run, TerraformWork } from "../cdktf/output-lock";
import { OUTPUT_FILES } from "../terraform/terraform-process";
import type { SecretValues } from "./secret-values";

/** What a run that was killed has come to. */
export interface KilledRun {
  /** For people; no secret is in it. */
  readonly text: string;
  /** Whether Terraform was killed as well: it may have made what its state does not know. */
  readonly wasTerraformKilled: boolean;
}

/**
 * Finds out what became of runs that were killed. Their Terraform has ended since: by itself, because it
 * outlives the run, or because it was killed too.
 *
 * @param runs those of `OutputLock.takeKilled`
 * @param secretsOf the secrets of a stack; nothing of a stack that is not known is shown
 */
export function describeKilledRuns(
  runs: readonly Run[],
  secretsOf: (stack: string) => SecretValues | undefined,
): KilledRun[] {
  return runs.flatMap(({ command, terraform }) => {
    // Whatever else Terraform did has changed nothing.
    if (terraform?.command !== "apply") return [];
    const { stack } = terraform;
    return [
      describe(`${stack}: \`${command}\` was killed during its apply`, terraform, secretsOf(stack)),
    ];
  });
}

function describe(
  killed: string,
  { folder }: TerraformWork,
  secrets: SecretValues | undefined,
): KilledRun {
  const said = { stdout: read(folder, "stdout"), stderr: read(folder, "stderr") };
  const [complete] = /^Apply complete!.*$/m.exec(said.stdout) ?? [];
  if (complete !== undefined) {
    const text = `${killed}; Terraform went on to its end: ${complete}`;
    return { text, wasTerraformKilled: false };
  }
  if (/^.*\bError: /m.test(said.stderr)) {
    const errors = secrets?.mask(said.stderr.trim()) ?? "(the stack is not one of this run)";
    return {
      text: `${killed}; Terraform went on, and failed:\n${errors}`,
      wasTerraformKilled: false,
    };
  }
  const text = `${killed}, and Terraform with it: AWS may have what the state does not know.`;
  return { text, wasTerraformKilled: true };
}

function read(folder: string, name: keyof typeof OUTPUT_FILES): string {
  try {
    return readFileSync(join(folder, OUTPUT_FILES[name]), "utf8");
  } catch {
    return "";
  }
}
