import { join, relative } from "node:path";
import { type Aws, connect } from "../aws/connection";
import { type App, findProject } from "../cdktf/project";
import { synthesizedStacks } from "../cdktf/synthesized-stacks";
import type { Context } from "../cli/context";
import { EXIT, type ExitCode } from "../cli/exit-code";
import { UsageError } from "../cli/usage-error";
import { UserError } from "../cli/user-error";
import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { importBlocks, importJson, writeImportFile } from "./import-file";
import { managedAddresses } from "./managed-addresses";
import { describeFindings } from "./report";
import { Survey } from "./survey";

export interface ImportOptions {
  /** The entry file of the app; by default, the app in cdktf.json. */
  readonly app?: string;
  /** Whether to print the JSON of one stack, and write nothing. */
  readonly print?: boolean;
  /** For one request, in milliseconds. */
  readonly timeout: number;
}

/** Looks in AWS for the resources of the stacks, and writes import blocks for those that exist. */
export async function importStacks(
  names: readonly string[],
  options: ImportOptions,
  context: Context,
): Promise<ExitCode> {
  const { env, interruption, terminal } = context;
  const project = findProject(options.app);
  const outdir = env["CDKTF_OUTDIR"] ?? join(project.root, "cdktf.out");
  const { signal } = interruption;
  const stacks = await synthesizedStacks(project, { names, outdir, env, signal });
  if (options.print && stacks.length > 1) {
    const all = stacks.map(({ name }) => name).join(", ");
    throw new UsageError(`--print prints one stack; this app has ${all}. Name one of them.`);
  }
  const outcomes: ExitCode[] = [];
  for (const stack of stacks) {
    terminal.status(`looking for the resources of ${stack.name}`);
    try {
      outcomes.push(
        (await importStack(stack, project.app, options, context)) ? EXIT.done : EXIT.no,
      );
    } catch (error) {
      // The other stacks are still processed.
      if (!(error instanceof UserError)) throw error;
      terminal.warn(`${stack.name} could not be checked. ${error.message}`);
      outcomes.push(EXIT.failed);
    }
  }
  return Math.max(EXIT.done, ...outcomes) as ExitCode;
}

/** @returns whether every resource was either found or is known to be missing */
async function importStack(
  stack: SynthesizedStack,
  app: App,
  { print, timeout }: ImportOptions,
  { terminal, interruption: { signal } }: Context,
): Promise<boolean> {
  const aws = await connect(awsProvider(stack), { signal, timeout });
  const [findings, managed] = await Promise.all([
    new Survey(stack.json, aws).all(),
    managedAddresses(stack, signal),
  ]);
  const lines = describeFindings(findings, managed);
  const unknown = lines.filter((line) => line.startsWith("unknown"));
  const blocks = importBlocks(findings.filter(([address]) => !managed.has(address)));
  if (print) {
    terminal.printExactly(importJson(blocks));
    for (const line of unknown) terminal.warn(line);
    return unknown.length === 0;
  }
  const file = writeImportFile(stack, blocks);
  const output = [heading(stack, aws), ...lines.map((line) => line.replace(/^/gm, "  ")), ""];
  const open =
    unknown.length > 0 ? [`${unknown.length} unknown: resolve them before you deploy.`] : [];
  const next = blocks.length > 0 ? nextSteps(stack, app, relative("", file)) : nothing(managed);
  terminal.print([...output, ...open, ...next, ""].join("\n"));
  return unknown.length === 0;
}

function heading({ name }: SynthesizedStack, { accountId, region }: Aws): string {
  return `${name}: account ${accountId}, ${region}`;
}

function nothing(managed: ReadonlySet<string>): string[] {
  return [managed.size > 0 ? "Nothing more to import." : "Nothing to import."];
}

function nextSteps({ name }: SynthesizedStack, { cdktfApp }: App, file: string): string[] {
  const ofApp = cdktfApp === undefined ? "" : ` --app "${cdktfApp}"`;
  return [
    `Written to ${file}. Next:`,
    `  npx cdktf diff${ofApp} ${name}`,
    '    read what is imported, and what would be changed or "must be replaced"',
    `  npx cdktf deploy${ofApp} ${name}`,
    `  rm ${file}`,
  ];
}
