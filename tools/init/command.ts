import type { Command } from "@commander-js/extra-typings";
import { addCacheMapOptions } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { documentation } from "../documentation";
import { init } from "./init";

/** `ecr-cache init`: the file that tells a repository what is cached where. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Writes .ecr-cache.yaml into this folder: what is cached where, for \`rewrite\`, \`warm\` and \`mutating-policy\`. ${documentation("ci-check")} has more.`,
      )
      .addHelpText(
        "before",
        examplesText([
          [
            "ecr-cache init --outputs outputs.json",
            "from what the deployment of the caches gave out",
          ],
          [
            "ecr-cache init --map docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub",
            "by hand",
          ],
        ]),
      )
      .option("--force", "give a file that is there the new map; what else it says stays")
      .option("--schema <file>", "write the JSON schema of the file, too, and point editors to it"),
  ).action(async (options) => {
    const { registry, map = registry, outputs, app, account, force, schema } = options;
    await init({ source: { map, outputs, app, account }, force, schema }, context);
  });
}
