import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A variable as the synthesized JSON declares it. */
export interface DeclaredVariable {
  readonly description?: string;
  readonly default?: unknown;
  readonly sensitive?: boolean;
  readonly ephemeral?: boolean;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** What `cdk.tf.json` says. Values may hold expressions of Terraform: `${…}`. */
export interface StackJson {
  /** What CDKTF and this project note beside the configuration; Terraform passes over it. */
  readonly "//"?: Attributes;
  readonly variable?: Readonly<Record<string, DeclaredVariable>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly provider?: Readonly<Record<string, readonly Attributes[]>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
  readonly terraform: {
    readonly required_version?: string;
    readonly required_providers: Readonly<Record<string, { readonly version?: string }>>;
    readonly backend?: Readonly<Record<string, unknown>>;
    readonly cloud?: unknown;
  };
}

/** One stack as it was synthesized. */
export interface SynthesizedStack {
  readonly name: string;
  /** Where Terraform runs. */
  readonly folder: string;
  readonly json: StackJson;
}

interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      {
        readonly name: string;
        readonly workingDirectory: string;
        readonly synthesizedStackPath: string;
        readonly dependencies: readonly string[];
      }
    >
  >;
}

/**
 * The stacks of an app, in the order in which they are to be applied: what a stack depends on comes
 * before it, else they are in the order of their names, as CDKTF writes them down.
 *
 * @param outdir what CDKTF wrote to, such as `cdktf.out`
 */
export function readSynthesizedStacks(outdir: string): SynthesizedStack[] {
  const manifest: Manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string) => {
    const entry = manifest.stacks[name];
    if (!entry || ordered.has(name)) return;
    for (const dependency of entry.dependencies) add(dependency);
    const json = JSON.parse(readFileSync(join(outdir, entry.synthesizedStackPath), "utf8"));
    ordered.set(name, { name: entry.name, folder: join(outdir, entry.workingDirectory), json });
  };
  for (const name of Object.keys(manifest.stacks)) add(name);
  return [...ordered.values()];
}

/** Whether Terraform runs in HCP Terraform, which then has the credentials and the variables. */
export function runsRemotely({ json }: SynthesizedStack): boolean {
  const { cloud, backend = {} } = json.terraform;
  return cloud !== undefined || "remote" in backend;
}
