import { type Command, Option } from "@commander-js/extra-typings";
import { addCacheMapOptions, cacheMapSource } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { pathOf } from "../cli/option-values";
import { documentation } from "../documentation";
import { init } from "./init";

/** `ecr-cache init`: writes the file that says what is cached where, for one repository. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Write .ecr-cache.yaml, which says what is cached where, into this folder. \`rewrite\`, \`warm\` and \`mutating-policy\` read it. See ${documentation("ci-check")}.`,
      )
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache init --outputs outputs.json", "take the outputs of the deployment"],
          [
            "ecr-cache init --map docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub",
            "name a cache by hand",
          ],
        ]),
      )
      .option("--force", "replace the map in an existing file, and keep everything else in it")
      .addOption(
        new Option(
          "--schema <file>",
          "write the JSON schema of the file too, and point editors to it",
        ).argParser(pathOf("--schema")),
      ),
  ).action(async (options) => {
    await init({ ...options, source: cacheMapSource(options) }, context);
  });
}
