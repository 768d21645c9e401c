import { type Command, Option } from "@commander-js/extra-typings";
import { shown } from "../../problems/problem";
import { addCacheMapOptions } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { repeated } from "../cli/option-values";
import { optionProblem } from "../cli/usage-error";
import { documentation } from "../documentation";
import { type CrdPath, parseCrdPath } from "./formats/crd-paths";
import { rewrite } from "./rewrite";

/** `ecr-cache rewrite`: makes the image references in files lead to the cache, or back. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Makes the image references in files lead to the cache. Of a folder, what Git ignores is left out. Nothing is written unless every file could be read. ${documentation("rewrite")} says what is found where.`,
      )
      .argument("<path...>", "files and folders")
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache rewrite --diff .", "show what would be changed"],
          ["ecr-cache rewrite deploy charts/app/values.yaml", "change it"],
          ["ecr-cache rewrite --check .", "in CI: is anything not cached that could be?"],
        ]),
      )
      .addOption(
        new Option(
          "--check",
          "write nothing; end with 1 and list what is not cached but could be",
        ).conflicts("diff"),
      )
      .option("--diff", "write nothing; print what would be changed, as git apply takes it")
      .addOption(
        new Option("--reverse", "back from the cache to the upstreams, digests too").conflicts(
          "digests",
        ),
      )
      .option("--digests", "references with a digest too: only once the cache has been warmed")
      .addOption(
        new Option(
          "--crd-path <kind:path>",
          "where a custom resource names an image (Backup:spec.job.image); repeatable",
        ).argParser(repeated(readCrdPath)),
      )
      .option("--json", "print what was changed and what was left as JSON"),
  ).action(async (paths, options) => {
    const { check, diff, registry, map = registry, outputs, app, account, ...rest } = options;
    const mode = check ? "check" : diff ? "diff" : "write";
    const source = { map, outputs, app, account };
    context.exitCode = await rewrite(paths, { ...rest, mode, source }, context);
  });
}

function readCrdPath(text: string): CrdPath {
  const path = parseCrdPath(text);
  if (path) return path;
  throw optionProblem("--crd-path", {
    given: shown(text),
    allowed: "<kind>:<path>, of lists without the index",
    fix: "write --crd-path Backup:spec.jobs.image",
  });
}
