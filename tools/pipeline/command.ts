import { setTimeout } from "node:timers/promises";
import { Option } from "@commander-js/extra-typings";
import { shown } from "../../problems/problem";
import { findProject, synthesizeApp } from "../cdktf/project";
import type { Context as CommandContext } from "../cli/context";
import { examplesText } from "../cli/examples";
import { EXIT } from "../cli/exit-code";
import { appOption, pathOf } from "../cli/option-values";
import type { DefineCommand } from "../cli/run";
import { optionProblem, UsageError } from "../cli/usage-error";
import { inspectDeployment } from "../deployment/inspection";
import { documentation } from "../documentation";
import { apply } from "./commands/apply";
import { comment } from "./commands/comment";
import { destroy } from "./commands/destroy";
import { drift } from "./commands/drift";
import { findReviewed } from "./commands/find-reviewed";
import { plan } from "./commands/plan";
import { preview } from "./commands/preview";
import { reportDrift } from "./commands/report-drift";
import type { Context } from "./context";

/** `ecr-cache pipeline`: the steps of a deployment pipeline. Each of them runs on a laptop too. */
export const define: DefineCommand = defineWith((app, context) => ({
  ...context,
  project: () => findProject(app),
  synthesize: synthesizeApp,
  pause: (milliseconds) =>
    setTimeout(milliseconds, undefined, { signal: context.interruption.signal }),
  inspect: inspectDeployment,
}));

/** @param contextFor creates what the steps work with; tests replace parts of it */
export function defineWith(
  contextFor: (app: string | undefined, context: CommandContext) => Context,
): DefineCommand {
  return (command, cli) => {
    command
      .description(
        `Run a step of a deployment pipeline, in GitHub Actions, in GitLab CI or on a laptop. See ${documentation("pipeline")}.`,
      )
      .addHelpText(
        "before",
        examplesText([
          [
            "ecr-cache pipeline plan --out plans",
            "plan all stacks, and write what has to be reviewed",
          ],
          [
            "ecr-cache pipeline apply --reviewed plans",
            "apply what was reviewed, and nothing else",
          ],
          ["ecr-cache pipeline drift --out drift", "report what differs from the configuration"],
        ]),
      );

    command
      .command("plan")
      .description("plan stacks, and write summary.md and, for each stack, plan.json and plan.txt")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(path("--out <dir>", "write to this folder").makeOptionMandatory())
      .addOption(appOption())
      .action(async (stacks, { app, out }) => plan({ stacks, out }, contextFor(app, cli)));

    command
      .command("comment")
      .description("write the summary as a sticky comment on the pull or merge request")
      .addOption(path("--file <file>", "take the summary from this file").makeOptionMandatory())
      .addOption(
        new Option("--number <n>", "comment on this request (default: that of the job)").argParser(
          requestNumber,
        ),
      )
      .action(async ({ file: summary, number }) =>
        comment({ file: summary, number }, contextFor(undefined, cli)),
      );

    command
      .command("find-reviewed")
      .description("download the records of the reviewed plans")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(path("--out <dir>", "write to this folder").makeOptionMandatory())
      .addOption(appOption())
      .action(async (stacks, { app, out }) => findReviewed({ stacks, out }, contextFor(app, cli)));

    command
      .command("preview")
      .description("show what an apply would do now, before somebody approves it")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(
        path(
          "--reviewed <dir>",
          "read the records of the reviewed plans from this folder",
        ).makeOptionMandatory(),
      )
      .addOption(path("--out <dir>", "write to this folder").makeOptionMandatory())
      .addOption(appOption())
      .action(async (stacks, { app, reviewed, out }) =>
        preview({ stacks, reviewed, out }, contextFor(app, cli)),
      );

    command
      .command("apply")
      .description("apply what was reviewed, and nothing else")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(
        path(
          "--reviewed <dir>",
          "read the records of the reviewed plans from this folder",
        ).makeOptionMandatory(),
      )
      .addOption(
        new Option(
          "--digest <digest>",
          "apply only the records of this digest, which preview printed; required in a pipeline",
        ).argParser(recordDigest),
      )
      .addOption(appOption())
      .action(async (stacks, { app, reviewed, digest }) =>
        apply({ stacks, reviewed, digest }, contextFor(app, cli)),
      );

    command
      .command("drift")
      .description("check for drift: write a report, and exit with 1 if there is any")
      .argument("[stack...]", "the stacks (default: all)")
      .addOption(path("--out <dir>", "write to this folder").makeOptionMandatory())
      .addOption(appOption())
      .action(async (stacks, { app, out }) => {
        const hasDrift = await drift({ stacks, out }, contextFor(app, cli));
        cli.exitCode = hasDrift ? EXIT.no : EXIT.done;
      });

    command
      .command("report-drift")
      .description("open, update or close the issue about drift")
      .addOption(path("--file <file>", "take the report from this file").conflicts("resolved"))
      .option("--resolved", "close the issue")
      .action(async ({ file: report, resolved = false }) => {
        if (report === undefined && !resolved) {
          throw new UsageError(
            "report-drift needs either --file or --resolved.\n  fix: write --file drift/drift.md if there is drift, or --resolved if there is none",
          );
        }
        await reportDrift({ file: report, resolved }, contextFor(undefined, cli));
      });

    command
      .command("destroy")
      .description("destroy a stack; without --yes-destroy, only list what would be destroyed")
      .argument("<stack>", "the stack")
      .option("--yes-destroy <stack>", "confirm with the name of the stack")
      .addOption(appOption())
      .action(async (stack, { app, yesDestroy }) => {
        if (yesDestroy !== undefined && yesDestroy !== stack) {
          throw optionProblem("--yes-destroy", {
            given: shown(yesDestroy),
            allowed: `the name of the stack, ${stack}`,
            fix: `write --yes-destroy ${stack}`,
          });
        }
        const confirmed = yesDestroy !== undefined;
        await destroy({ stack, confirmed }, contextFor(app, cli));
      });
  };
}

function path<const T extends string>(flags: T, description: string) {
  return new Option(flags, description).argParser(pathOf(flags.split(" ", 1)[0] ?? flags));
}

function requestNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw optionProblem("--number", {
    given: shown(text),
    allowed: "the number of a pull or merge request",
    fix: "write --number 12, without the #",
  });
}

function recordDigest(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw optionProblem("--digest", {
    given: shown(text),
    allowed: "64 hexadecimal digits, as `preview` gives them out",
    fix: "hand on the output of the job that runs preview; is the variable set?",
  });
}
