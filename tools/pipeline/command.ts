import { setTimeout } from "node:timers/promises";
import { Option } from "@commander-js/extra-typings";
import { type Problem, shown } from "../../problems/problem";
import { findProject, synthesizeApp } from "../cdktf/project";
import type { Context as CliContext } from "../cli/context";
import { examplesText } from "../cli/examples";
import { EXIT } from "../cli/exit-code";
import { checkedBy } from "../cli/option-values";
import type { DefineCommand } from "../cli/run";
import { optionProblem, UsageError } from "../cli/usage-error";
import { inspectDeployment } from "../deployment/inspection";
import { surveyStack } from "../deployment/stack-survey";
import { apply } from "./commands/apply";
import { comment } from "./commands/comment";
import { destroy } from "./commands/destroy";
import { drift } from "./commands/drift";
import { findReviewed } from "./commands/find-reviewed";
import { plan } from "./commands/plan";
import { reportDrift } from "./commands/report-drift";
import type { Context, LockedContext } from "./context";
import { withLockedProject } from "./locked-project";

/** `ecr-cache pipeline`: the steps of a pipeline; each one runs on a laptop too. */
export const define: DefineCommand = defineWith((app, { env, terminal, interruption }) => ({
  project: () => findProject(app),
  env,
  interruption,
  synthesize: synthesizeApp,
  pause: (milliseconds) => setTimeout(milliseconds, undefined, { signal: interruption.signal }),
  inspect: inspectDeployment,
  survey: surveyStack,
  print: (line) => terminal.print(line),
  warn: (line) => terminal.warn(line),
}));

/** @param contextFor what the steps work with; tests give them a world of their own */
export function defineWith(
  contextFor: (app: string | undefined, context: CliContext) => Context,
): DefineCommand {
  return (command, cli) => {
    command
      .description(
        "The steps of a pipeline in GitHub Actions or GitLab CI; each one runs on a laptop too. docs/pipeline.md has the whole.",
      )
      .addHelpText(
        "before",
        examplesText([
          [
            "ecr-cache pipeline plan --out plans",
            "plan all stacks, and write what is to be reviewed",
          ],
          ["ecr-cache pipeline apply --reviewed plans", "apply it, and nothing else"],
          ["ecr-cache pipeline drift --out drift", "is AWS still as it is configured?"],
        ]),
      );
    /** Runs a step that works in the project's `cdktf.out`. */
    const inProject = <T>(
      step: string,
      app: string | undefined,
      run: (context: LockedContext) => Promise<T>,
    ) => withLockedProject(step, contextFor(app, cli), run);
    const ofApp = () =>
      new Option("--app <file>", "the app of CDKTF (default: the one of cdktf.json)");

    command
      .command("plan")
      .description("plan, and write summary.md and, for each stack, plan.json and plan.txt")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(folder("--out <dir>", "where to"))
      .addOption(ofApp())
      .action(async (stacks, { app, out }) =>
        inProject("plan", app, (context) => plan({ stacks, out }, context)),
      );

    command
      .command("comment")
      .description("put the summary on the pull or merge request, as one comment")
      .addOption(file("--file <file>", "the summary").makeOptionMandatory())
      .addOption(
        new Option(
          "--number <n>",
          "the number of the request (default: that of the job)",
        ).argParser(requestNumber),
      )
      .action(async ({ file: summary, number }) =>
        comment({ file: summary, number }, contextFor(undefined, cli)),
      );

    command
      .command("find-reviewed")
      .description("fetch the records of the plans that were reviewed")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(folder("--out <dir>", "where to"))
      .addOption(ofApp())
      .action(async (stacks, { app, out }) =>
        inProject("find-reviewed", app, (context) => findReviewed({ stacks, out }, context)),
      );

    command
      .command("apply")
      .description("apply what was reviewed, and nothing else")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(folder("--reviewed <dir>", "the records of the reviewed plans"))
      .addOption(ofApp())
      .action(async (stacks, { app, reviewed }) =>
        inProject("apply", app, (context) => apply({ stacks, reviewed }, context)),
      );

    command
      .command("drift")
      .description("look for what is not as it is configured; end with 1 if something is")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(folder("--out <dir>", "where to"))
      .addOption(ofApp())
      .action(async (stacks, { app, out }) => {
        const hasDrift = await inProject("drift", app, (context) =>
          drift({ stacks, out }, context),
        );
        cli.exitCode = hasDrift ? EXIT.no : EXIT.done;
      });

    command
      .command("report-drift")
      .description("open an issue about drift or update the open one, or close it")
      .addOption(file("--file <file>", "the report").conflicts("resolved"))
      .option("--resolved", "close it")
      .action(async ({ file: report, resolved = false }) => {
        if (report === undefined && !resolved) {
          throw new UsageError(
            "report-drift takes either --file or --resolved.\n  fix: write --file drift/drift.md where there is drift, --resolved where there is none",
          );
        }
        await reportDrift({ file: report, resolved }, contextFor(undefined, cli));
      });

    command
      .command("destroy")
      .description("destroy a stack; without --yes-destroy, say what would go")
      .argument("<stack>", "the stack")
      .option(
        "--yes-destroy <stack>",
        "its name again: a line from a shell's history is not enough",
      )
      .addOption(ofApp())
      .action(async (stack, { app, yesDestroy }) => {
        if (yesDestroy !== undefined && yesDestroy !== stack) {
          throw optionProblem("--yes-destroy", {
            given: shown(yesDestroy),
            allowed: `the name of the stack, ${stack}`,
            fix: `write --yes-destroy ${stack}`,
          });
        }
        const confirmed = yesDestroy !== undefined;
        await inProject("destroy", app, (context) => destroy({ stack, confirmed }, context));
      });
  };
}

function folder<const T extends string>(flags: T, description: string) {
  return new Option(flags, description)
    .argParser(checkedBy(flags.split(" ", 1)[0] ?? flags, isNamed))
    .makeOptionMandatory();
}

function file<const T extends string>(flags: T, description: string) {
  return new Option(flags, description).argParser(
    checkedBy(flags.split(" ", 1)[0] ?? flags, isNamed),
  );
}

/** A variable of a job that is not set is an empty value. */
function isNamed(path: string): Problem | undefined {
  if (path !== "") return undefined;
  return { given: shown(path), allowed: "a path", fix: "write one; is the variable set?" };
}

function requestNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw optionProblem("--number", {
    given: shown(text),
    allowed: "the number of a pull or merge request",
    fix: "write --number 12, without the #",
  });
}
