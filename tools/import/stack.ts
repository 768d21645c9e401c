import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A synthesized stack, as far as finding its resources in AWS goes. */
export interface Stack {
  readonly name: string;
  readonly folder: string;
  readonly json: StackJson;
}

/** What `cdk.tf.json` says. Values may hold expressions of Terraform: `${…}`. */
export interface StackJson {
  readonly provider?: { readonly aws?: readonly ProviderBlock[] };
  readonly variable?: Readonly<Record<string, { readonly default?: unknown }>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

export interface ProviderBlock {
  readonly region?: string;
  readonly allowed_account_ids?: readonly string[];
  readonly assume_role?: readonly { readonly role_arn: string }[];
}

export type Attributes = Readonly<Record<string, unknown>>;

/** The stacks that an app was synthesized to. */
export function readStacks(outdir: string): Stack[] {
  const home = join(outdir, "stacks");
  return readdirSync(home)
    .map((name) => ({ name, folder: join(home, name) }))
    .filter(({ folder }) => existsSync(join(folder, "cdk.tf.json")))
    .map(({ name, folder }) => {
      const json: StackJson = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
      return { name, folder, json };
    });
}
