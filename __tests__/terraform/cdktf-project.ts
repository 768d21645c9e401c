import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type LocalAws, misleadingVariables } from "../../local-aws";
import { AWS_PROVIDER_VERSION } from "../../stacks/terraform-settings";
import { installProvider } from "../../tools/terraform/provider-installation";
import { type CommandResult, run, terraform } from "../../tools/terraform/terraform-cli";

/** What `main.ts` needs beside it. */
const LINKED = ["node_modules", "main.ts", "ecr", "constructs", "stacks", "tools", "tsconfig.json"];
/** A copy of the project in which the cdktf command line tool runs, as a user runs it. */
export class CdktfProject {
  readonly folder = mkdtempSync(join(tmpdir(), "cdktf-project-"));
  readonly env: NodeJS.ProcessEnv;

  constructor(aws: LocalAws, region: string, variables: Readonly<Record<string, string>>) {
    for (const name of LINKED) symlinkSync(resolve(name), join(this.folder, name));
    copyFileSync("cdktf.json", join(this.folder, "cdktf.json"));
    this.env = {
      ...installProvider(this.folder, AWS_PROVIDER_VERSION).env,
      ...aws.environment(region),
      ...variables,
      // Its caches and logs would go to the home folder.
      CDKTF_HOME: join(this.folder, ".cdktf"),
      FORCE_COLOR: "0",
    };
    for (const name of misleadingVariables) delete this.env[name];
  }

  /** Writes a file of the project, in place of a link to this repository's own. */
  write(name: string, text: string): void {
    rmSync(join(this.folder, name), { force: true });
    writeFileSync(join(this.folder, name), text);
  }

  cdktf(...args: string[]): Promise<CommandResult> {
    const cli = resolve("node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
    return run(process.execPath, [cli, ...args], { cwd: this.folder, env: this.env });
  }

  /** Terraform in a stack's folder, after the tool has initialized it. */
  terraform(stack: string, ...args: string[]): Promise<CommandResult> {
    return terraform(join(this.folder, "cdktf.out", "stacks", stack), this.env, ...args);
  }

  /** Every file that was written here, by its path, without the state, which keeps what it is told. */
  filesOutsideState(): Record<string, string> {
    const files = filesIn(this.folder).filter((file) => !file.includes(".tfstate"));
    return Object.fromEntries(files.map((file) => [file, readFileSync(file, "utf8")]));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Files, but none behind a link: Node 22 follows links in recursive listings, Node 20 does not. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}
