import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { appOption, timeoutOption } from "../cli/option-values";
import { documentation } from "../documentation";
import { importStacks } from "./import-stacks";

/** `ecr-cache import`: writes import blocks for resources of the stacks that already exist in AWS. */
export function define(command: Command, context: Context): void {
  command
    .description(
      `Look in AWS for the resources of the stacks, and write import blocks for those that exist, so that the next deployment takes them over. Nothing in AWS is changed. See ${documentation("existing")} for the whole procedure.`,
    )
    .argument("[stack...]", "the stacks (default: all)")
    .addHelpText(
      "before",
      examplesText([
        ["ecr-cache import", "write the blocks of all stacks"],
        ["ecr-cache import ecr-pull-through-cache --print", "print the blocks of one stack"],
      ]),
    )
    .addOption(appOption())
    .option("--print", "print the JSON of one stack, and write nothing")
    .addOption(timeoutOption(30))
    .action(async (stacks, options) => {
      context.exitCode = await importStacks(stacks, options, context);
    });
}
