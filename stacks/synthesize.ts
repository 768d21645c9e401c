import { AnnotationMetadataEntryType, type App } from "cdktf";

/**
 * Writes the Terraform JSON of every stack of the app, or, when something in it cannot be deployed,
 * prints all that is wrong and writes nothing. The last line of `main.ts`.
 *
 * CDKTF's own `app.synth()` stops at the first stack with problems, and shows a stack trace.
 */
export function synthesize(app: App): void {
  const problems = problemsOf(app);
  if (problems.length > 0) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    console.error(`${count} in this app; nothing was written.\n\n${problems.join("\n\n")}`);
    process.exitCode = 1;
    return;
  }
  for (const warning of warningsOf(app)) console.error(`warning: ${warning}\n`);
  app.synth();
}

/** All that is wrong with an app, each with the path of the construct that found it. */
export function problemsOf(app: App): string[] {
  return collect(app, (node) => node.validate());
}

/** All that works in an app but is rarely meant. */
export function warningsOf(app: App): string[] {
  return collect(app, (node) =>
    node.metadata
      .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
      .map(({ data }) => String(data)),
  );
}

type Node = App["node"];

function collect(app: App, messagesOf: (node: Node) => string[]): string[] {
  return app.node
    .findAll()
    .flatMap(({ node }) => messagesOf(node).map((message) => `[${node.path}] ${message}`));
}
