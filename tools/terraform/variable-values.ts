import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../cli/user-error";

/** The values of variables that are not given on a command line. */
export interface VariableValues {
  /** The files with values, in the order in which Terraform reads them. */
  readonly files: readonly string[];
  /** For each variable, all values that are given: strings from the environment, parsed values from files. */
  readonly values: ReadonlyMap<string, readonly unknown[]>;
}

const PREFIX = "TF_VAR_";

/**
 * Reads the values in `TF_VAR_…` and in the variable files of the project's root. Terraform runs in
 * the folder of a stack and does not find those files by itself; `cdktf` passes the same ones.
 *
 * @throws UserError when a file is not valid HCL or JSON
 * @see https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files
 */
export async function readVariableValues(
  root: string,
  env: NodeJS.ProcessEnv,
): Promise<VariableValues> {
  const values = new Map<string, unknown[]>();
  const add = (name: string, value: unknown) =>
    values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith(PREFIX)) add(name.slice(PREFIX.length), value);
  }
  const files = variableFiles(root);
  for (const file of files) {
    for (const [name, value] of Object.entries(await readVariableFile(file))) add(name, value);
  }
  return { files, values };
}

function variableFiles(root: string): string[] {
  const names = readdirSync(root).sort();
  const own = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name));
  return [...own, ...automatic].map((name) => join(root, name));
}

async function readVariableFile(file: string): Promise<Record<string, unknown>> {
  const text = readFileSync(file, "utf8");
  const isJson = file.endsWith(".json");
  const parse = isJson ? JSON.parse : await hclParser(file);
  try {
    return await parse(text);
  } catch {
    // The parser's message quotes the line, which may contain a token.
    const advice = isJson ? "any JSON checker shows where" : "`terraform fmt` shows where";
    throw new UserError(`${file} is not valid ${isJson ? "JSON" : "HCL"}: ${advice}.`);
  }
}

/** Loaded only when there is a file, because the parser is WebAssembly, which takes time to compile. */
async function hclParser(file: string) {
  const { parse } = await import("./hcl");
  return (text: string) => parse(file, text);
}
