import { type Command, Option } from "@commander-js/extra-typings";
import { readCacheMap } from "../cache/cache-map-source";
import { addCacheMapOptions } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { repeated } from "../cli/option-values";
import { documentation } from "../documentation";
import { KINDS, manifest } from "./manifest";

/** The cluster's own pods, and Kyverno's: a mistake here must not keep them from starting. */
const SYSTEM = ["kube-system", "kyverno"];

/** `ecr-cache mutating-policy`: a policy for Kubernetes that sends images of pods to the caches. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Prints a policy that sends the images of new pods to the caches. ${documentation("workloads")} has the order of a roll-out.`,
      )
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache mutating-policy | kubectl apply -f -", "for Kyverno"],
          ["ecr-cache mutating-policy --kind mutating-admission-policy", "for Kubernetes alone"],
        ]),
      )
      .addOption(
        new Option("--kind <kind>", "who changes the pods").choices(KINDS).default(KINDS[0]),
      )
      .addOption(
        new Option(
          "--exclude <namespace>",
          `leave its pods alone; repeatable (default: ${SYSTEM.join(", ")})`,
        ).argParser(repeated(String)),
      )
      .option("--digests", "images with a digest too: warm the cache first"),
  ).action(async (options) => {
    const { kind, exclude = SYSTEM, digests = false } = options;
    const { registry, map = registry, outputs, app, account } = options;
    const caches = await readCacheMap({ map, outputs, app, account }, context);
    context.terminal.printExactly(manifest(caches, { kind, exclude, digests }));
  });
}
