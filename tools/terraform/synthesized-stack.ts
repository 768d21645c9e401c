import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../problems/value-type";
import { UserError } from "../cli/user-error";

/** A variable as the synthesized JSON declares it. */
export interface DeclaredVariable {
  readonly description?: string;
  readonly default?: unknown;
  readonly sensitive?: boolean;
  readonly ephemeral?: boolean;
}

export type Attributes = Readonly<Record<string, unknown>>;

/** The content of `cdk.tf.json`. Values may contain Terraform expressions: `${…}`. */
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
        readonly dependencies?: readonly string[];
      }
    >
  >;
}

/**
 * Reads the stacks of an app in the order in which they have to be applied: a stack comes after those
 * that it depends on, and otherwise in the order of names, as CDKTF writes them.
 *
 * @param outdir the folder that CDKTF wrote to, such as `cdktf.out`
 * @throws UserError when the app wrote something else than CDKTF does
 */
export function readSynthesizedStacks(outdir: string): SynthesizedStack[] {
  const manifest = readPart<Manifest>(join(outdir, "manifest.json"), "stacks");
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string) => {
    const entry = manifest.stacks[name];
    if (!entry || ordered.has(name)) return;
    for (const dependency of entry.dependencies ?? []) add(dependency);
    const json = readPart<StackJson>(join(outdir, entry.synthesizedStackPath), "terraform");
    ordered.set(name, { name: entry.name, folder: join(outdir, entry.workingDirectory), json });
  };
  for (const name of Object.keys(manifest.stacks)) add(name);
  return [...ordered.values()];
}

/** @param member an object that CDKTF always writes */
function readPart<T>(file: string, member: keyof T & string): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!isMissing && !(error instanceof SyntaxError)) throw error;
  }
  if (isObject(content) && isObject(content[member])) return content as T;
  throw new UserError(
    `The app wrote no ${file} as CDKTF does, with "${member}" in it.\n  fix: let it synthesize into the folder that CDKTF_OUTDIR names`,
  );
}

/** Whether Terraform runs in HCP Terraform, which then provides the credentials and the variables. */
export function runsRemotely({ json }: SynthesizedStack): boolean {
  const { cloud, backend = {} } = json.terraform;
  return cloud !== undefined || "remote" in backend;
}
