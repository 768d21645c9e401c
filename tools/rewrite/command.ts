import { type Command, Option } from "@commander-js/extra-typings";
import { shown } from "../../problems/problem";
import { addCacheMapOptions, cacheMapSource } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { repeated } from "../cli/option-values";
import { optionProblem } from "../cli/usage-error";
import { documentation } from "../documentation";
import { type CrdPath, parseCrdPath } from "./formats/crd-paths";
import { rewrite } from "./rewrite";

/** `ecr-cache rewrite`: points image references in files to the cache, or back to the upstream. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Point the image references in files to the cache. In folders, files that Git ignores are left out. Nothing is written unless every file can be read. See ${documentation("rewrite")} for what is found where.`,
      )
      .argument("<path...>", "files and folders")
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache rewrite --diff .", "show what would change"],
          ["ecr-cache rewrite deploy charts/app/values.yaml", "rewrite files"],
          ["ecr-cache rewrite --check .", "in CI, fail if an image is not cached but could be"],
        ]),
      )
      .addOption(
        new Option(
          "--check",
          "write nothing; list what could be cached, and exit with 1 if there is anything",
        ).conflicts("diff"),
      )
      .option("--diff", "write nothing; print a patch for git apply")
      .addOption(
        new Option(
          "--reverse",
          "point references back to the upstreams, including those with a digest",
        ).conflicts("digests"),
      )
      .option("--digests", "rewrite references with a digest too; warm the cache first")
      .addOption(
        new Option(
          "--crd-path <kind:path>",
          "look for images here in custom resources, such as Backup:spec.job.image (repeatable)",
        ).argParser(repeated(readCrdPath)),
      )
      .option("--json", "print the changes and what is left as JSON"),
  ).action(async (paths, options) => {
    const mode = options.check ? "check" : options.diff ? "diff" : "write";
    const source = cacheMapSource(options);
    context.exitCode = await rewrite(paths, { ...options, mode, source }, context);
  });
}

function readCrdPath(text: string): CrdPath {
  const path = parseCrdPath(text);
  if (path) return path;
  throw optionProblem("--crd-path", {
    given: shown(text),
    allowed: "<kind>:<path>, with no index for lists",
    fix: "write --crd-path Backup:spec.jobs.image",
  });
}
