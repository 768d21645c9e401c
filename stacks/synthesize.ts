import { join, relative } from "node:path";
import { AnnotationMetadataEntryType, type App, TerraformStack } from "cdktf";
import { checkStrings } from "../problems/value-type";
import { creationPlace } from "./creation-place";

export interface SynthesizeOptions {
  /**
   * Stacks of other apps whose states are beside those of this app, in the project's root or in the same
   * folder of a bucket: their names, in which `*` stands for any characters. A state there that is named
   * after no stack is taken for that of one which was taken out of the app, and nothing is deployed.
   * @default - none: the folder has the states of this app only
   */
  readonly otherStacks?: readonly string[];
}

/**
 * Writes the Terraform JSON of every stack of the app, and prints where. If something in the app
 * cannot be deployed, it prints everything that is wrong and writes nothing. The last line of `main.ts`.
 *
 * CDKTF's own `app.synth()` stops at the first stack with problems, and shows a stack trace.
 */
export function synthesize(app: App, { otherStacks = [] }: SynthesizeOptions = {}): void {
  const problems = [...problemsOf(app), ...noteOtherStacks(app, otherStacks)];
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    console.error(`${count} in this app; nothing was written.\n\n${problems.join("\n\n")}`);
    process.exitCode = 1;
    return;
  }
  for (const warning of warningsOf(app)) console.error(`warning: ${warning}\n`);
  app.synth();
  for (const file of writtenFiles(app)) console.error(`wrote ${file}`);
}

/**
 * The files that were written, relative to the folder that the app runs in. None where another program
 * runs the app and has chosen the folder: `cdktf` and the commands of this project print their own.
 *
 * They are printed to standard error, like warnings, so that standard output stays the app's own: what
 * an app prints there, a list of its stacks in JSON for example, can be piped into another program.
 */
function writtenFiles(app: App): string[] {
  if (process.env["CDKTF_CONTEXT_JSON"] ?? process.env["CDKTF_OUTDIR"]) return [];
  return Object.values(app.manifest.stacks).map(({ synthesizedStackPath }) =>
    relative("", join(app.outdir, synthesizedStackPath)),
  );
}

/** Everything that is wrong with an app, each problem with the path of the construct that found it. */
export function problemsOf(app: App): string[] {
  return collect(app, (node) => node.validate());
}

/** Everything that works in an app but is rarely meant, each warning with the path of its construct. */
export function warningsOf(app: App): string[] {
  return collect(app, (node) =>
    node.metadata
      .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
      .map(({ data }) => String(data)),
  );
}

type Node = App["node"];

function collect(app: App, messagesOf: (node: Node) => string[]): string[] {
  return app.node.findAll().flatMap((construct) => {
    const { node } = construct;
    const place = creationPlace(construct);
    const at = place === undefined ? "" : `\n  at: ${place}`;
    return messagesOf(node).map((message) => `[${node.path}] ${message}${at}`);
  });
}

/** Notes them in each stack's JSON, where what looks at the states reads them. */
function noteOtherStacks(app: App, names: readonly string[]): string[] {
  const problem = checkStrings(names);
  if (problem) {
    const { given, allowed, fix } = problem;
    return [`otherStacks = ${given}\n  allowed: ${allowed}\n  fix: ${fix}`];
  }
  if (names.length === 0) return [];
  for (const stack of app.node.children.filter(TerraformStack.isStack)) {
    stack.addOverride("//.otherStacks", [...names]);
  }
  return [];
}
