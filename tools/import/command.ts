import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { timeoutOption } from "../cli/option-values";
import { documentation } from "../documentation";
import { importStacks } from "./import-stacks";

/** `ecr-cache import`: which of the stacks' resources exist in AWS, as import blocks for Terraform. */
export function define(command: Command, context: Context): void {
  command
    .description(
      `Looks in AWS for what the stacks would make, and writes import blocks for what is there: the next deploy takes it over. AWS is only read. ${documentation("existing")} has the whole recipe.`,
    )
    .argument("[stack...]", "the stacks to look at (default: all)")
    .addHelpText(
      "before",
      examplesText([
        ["ecr-cache import", "all stacks of the project's app"],
        ["ecr-cache import ecr-pull-through-cache --print", "print what would be written"],
      ]),
    )
    .option("--app <file>", "the app of CDKTF (default: the one of cdktf.json)")
    .option("--print", "print the JSON of one stack, and write nothing")
    .addOption(timeoutOption(30))
    .action(async (stacks, options) => {
      context.exitCode = await importStacks(stacks, options, context);
    });
}
