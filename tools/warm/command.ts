import { type Command, Option } from "@commander-js/extra-typings";
import { shown } from "../../problems/problem";
import { addCacheMapOptions } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, repeated, timeoutOption, wholeNumber } from "../cli/option-values";
import { documentation } from "../documentation";
import { warm } from "./warm";

/** `ecr-cache warm`: images are in the cache before somebody needs them. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Pulls the manifest of each image through the cache, so that it is there before somebody needs it. ${documentation("warm")} has more.`,
      )
      .argument(
        "<image...>",
        "a file with one reference a line, - for such a list on standard input, or a reference: nginx:1.29, quay.io/x/y:1, or one that leads to the cache already",
      )
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache warm nginx:1.29", "one image"],
          ["ecr-cache warm images.txt --platform linux/arm64", "a list, and this platform of each"],
          ["ecr-cache warm images.txt --dry-run", "say what would be pulled, and ask nobody"],
        ]),
      )
      .addOption(
        new Option(
          "--platform <os/arch>",
          "wait until the manifest of this platform is there, too; repeatable",
        ).argParser(repeated(checkedBy("--platform", checkPlatform))),
      )
      .addOption(
        new Option("--concurrency <n>", "pulls at the same time")
          .argParser(wholeNumber("--concurrency", 1, 64))
          .default(4),
      )
      .addOption(
        new Option("--retries <n>", "how often a request is made again")
          .argParser(wholeNumber("--retries", 0, 20))
          .default(4),
      )
      .addOption(timeoutOption(120))
      .option("--dry-run", "say what would be pulled, and ask nobody")
      .option("--json", "print the summary as JSON"),
  ).action(async (images, options) => {
    const { registry, map = registry, outputs, app, account, ...rest } = options;
    const source = { map, outputs, app, account };
    context.exitCode = await warm(images, { ...rest, source }, context);
  });
}

function checkPlatform(text: string) {
  if (/^[a-z0-9]+\/[a-z0-9]+(\/[a-z0-9.]+)?$/.test(text)) return undefined;
  return {
    given: shown(text),
    allowed: "an operating system and an architecture, such as linux/amd64 or linux/arm/v7",
    fix: "write --platform linux/amd64",
  };
}
