import { type Command, Option } from "@commander-js/extra-typings";
import { shown } from "../../problems/problem";
import { addCacheMapOptions, cacheMapSource } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, repeated, timeoutOption, wholeNumber } from "../cli/option-values";
import { documentation } from "../documentation";
import { warm } from "./warm";

/** `ecr-cache warm`: pulls images into the cache before they are needed. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Pull the manifest of each image through the cache, so that the image is there before it is needed. See ${documentation("warm")}.`,
      )
      .argument(
        "<image...>",
        "a reference (nginx:1.29, quay.io/x/y:1, or one in the cache), a file with one reference on each line, or - to read such a list from standard input",
      )
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache warm nginx:1.29", "warm one image"],
          [
            "ecr-cache warm images.txt --platform linux/arm64",
            "warm a list, and wait for this platform of each image",
          ],
          ["ecr-cache warm images.txt --dry-run", "show what would be pulled"],
        ]),
      )
      .addOption(
        new Option(
          "--platform <os/arch>",
          "wait until the image for this platform is there too (repeatable)",
        ).argParser(repeated(checkedBy("--platform", checkPlatform))),
      )
      .addOption(
        new Option("--concurrency <n>", "pull this many images at the same time")
          .argParser(wholeNumber("--concurrency", 1, 64))
          .default(4),
      )
      .addOption(
        new Option("--retries <n>", "retry a failed request up to this many times")
          .argParser(wholeNumber("--retries", 0, 20))
          .default(4),
      )
      .addOption(timeoutOption(120))
      .option("--dry-run", "show what would be pulled, without any request to a registry")
      .option("--json", "print the summary as JSON"),
  ).action(async (images, options) => {
    const source = cacheMapSource(options);
    context.exitCode = await warm(images, { ...options, source }, context);
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
