import { relative } from "node:path";
import { type Aws, connect } from "../aws/connection";
import { EXIT_USAGE, UsageError } from "../cli/command-line";
import { UserError } from "../cli/user-error";
import { awsProvider } from "../terraform/aws-provider";
import { RUN_APP } from "../terraform/synthesize-app";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import { importedStacks } from "./chosen-stacks";
import { type CommandLine, readCommandLine, usage } from "./command-line";
import { importBlocks, importJson, writeImportFile } from "./import-file";
import { managedAddresses } from "./managed-addresses";
import { describeFindings } from "./report";
import { Survey } from "./survey";

/** `npm run import`: which of the stacks' resources exist in AWS, as import blocks for Terraform. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const outdir = process.env["CDKTF_OUTDIR"] ?? "cdktf.out";
  const stacks = await importedStacks(options, outdir);
  for (const stack of stacks) {
    try {
      await importStack(stack, options);
    } catch (error) {
      // The other stacks are looked at all the same.
      if (!(error instanceof UserError)) throw error;
      console.error(`${stack.name} could not be looked at. ${error.message}`);
      process.exitCode = 2;
    }
  }
}

async function importStack(stack: SynthesizedStack, { app, print }: CommandLine): Promise<void> {
  const aws = await connect(awsProvider(stack));
  const [findings, managed] = await Promise.all([
    new Survey(stack.json, aws).all(),
    managedAddresses(stack),
  ]);
  const lines = describeFindings(findings, managed);
  const unknown = lines.filter((line) => line.startsWith("unknown"));
  if (unknown.length > 0) process.exitCode ??= 1;
  const blocks = importBlocks(findings.filter(([address]) => !managed.has(address)));
  if (print) {
    process.stdout.write(importJson(blocks));
    for (const line of unknown) console.error(line);
    return;
  }
  const file = writeImportFile(stack, blocks);
  const output = [heading(stack, aws), ...lines.map((line) => line.replace(/^/gm, "  ")), ""];
  const open =
    unknown.length > 0 ? [`${unknown.length} unknown: settle them before you deploy.`] : [];
  const next = blocks.length > 0 ? nextSteps(stack, app, relative("", file)) : nothing(managed);
  console.log([...output, ...open, ...next, ""].join("\n"));
}

function heading({ name }: SynthesizedStack, { accountId, region }: Aws): string {
  return `${name}: account ${accountId}, ${region}`;
}

function nothing(managed: ReadonlySet<string>): string[] {
  return [managed.size > 0 ? "Nothing more to import." : "Nothing to import."];
}

function nextSteps({ name }: SynthesizedStack, app: string, file: string): string[] {
  const ofApp = app === "main.ts" ? "" : ` --app "node ${RUN_APP} ${app}"`;
  return [
    `Written to ${file}. Next:`,
    `  npx cdktf diff${ofApp} ${name}`,
    '    read it: what is imported, and what would be changed or "must be replaced"',
    `  npx cdktf deploy${ofApp} ${name}`,
    `  rm ${file}`,
  ];
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = error instanceof UsageError ? EXIT_USAGE : 1;
});
