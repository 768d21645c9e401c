import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type App, TerraformStack, Testing } from "cdktf";
import { problemsOf, warningsOf } from "../stacks/synthesize";

type Attributes = Record<string, unknown>;
type Blocks = Record<string, Record<string, Attributes>>;

type StackJson = Record<string, Blocks>;

/** The Terraform JSON of one stack, as tests want to ask about it. */
export interface Template {
  /** The address of everything that Terraform would keep or ask for, sorted. */
  readonly addresses: string[];
  readonly outputs: Record<string, Attributes>;
  readonly variables: Record<string, Attributes>;
  readonly data: Blocks;
  readonly provider: Attributes;
  resource(type: string, name: string): Attributes;
  readonly problems: string[];
  readonly warnings: string[];
}

/** Builds a stack and looks at what it synthesizes to, and at what is wrong with it. */
export function template(build: (stack: TerraformStack, app: App) => void): Template {
  const app = Testing.app();
  const stack = new TerraformStack(app, "stack");
  new AwsProvider(stack, "aws", { region: "eu-west-1" });
  build(stack, app);
  return templateOf(app, stack);
}

export function templateOf(app: App, stack: TerraformStack): Template {
  const json = JSON.parse(Testing.synth(stack));
  const { resource = {}, data = {}, variable = {}, output = {} } = json;
  return {
    addresses: addressesOf(json),
    outputs: output,
    variables: variable,
    data,
    provider: json.provider.aws[0],
    resource: (type, name) => resource[type]?.[name] ?? fail(`no ${type}.${name}`),
    problems: problemsOf(app),
    warnings: warningsOf(app),
  };
}

/** The addresses in a stack's Terraform JSON. */
export function addressesOf(json: StackJson): string[] {
  const { resource = {}, data = {}, variable = {}, output = {} } = json;
  return [
    ...named(resource),
    ...named(data).map((address) => `data.${address}`),
    ...Object.keys(variable).map((name) => `var.${name}`),
    ...Object.keys(output).map((name) => `output.${name}`),
  ].sort();
}

function named(blocks: Blocks): string[] {
  return Object.entries(blocks).flatMap(([type, items]) =>
    Object.keys(items).map((name) => `${type}.${name}`),
  );
}

function fail(message: string): never {
  throw new Error(message);
}
