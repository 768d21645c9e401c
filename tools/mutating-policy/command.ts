import { type Command, Option } from "@commander-js/extra-typings";
import { readCacheMap } from "../cache/cache-map-source";
import { addCacheMapOptions, cacheMapSource } from "../cache/options";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { repeated } from "../cli/option-values";
import { documentation } from "../documentation";
import { KINDS, manifest } from "./manifest";

/** The pods of the cluster itself and of Kyverno: a mistake here must not keep them from starting. */
const SYSTEM = ["kube-system", "kyverno"];

/** `ecr-cache mutating-policy`: a Kubernetes policy that points the images of pods to the caches. */
export function define(command: Command, context: Context): void {
  addCacheMapOptions(
    command
      .description(
        `Print a Kubernetes policy that points the images of new pods to the caches. See ${documentation("workloads")} for the order of a rollout.`,
      )
      .addHelpText(
        "before",
        examplesText([
          ["ecr-cache mutating-policy | kubectl apply -f -", "apply a policy for Kyverno"],
          [
            "ecr-cache mutating-policy --kind mutating-admission-policy",
            "print one for Kubernetes itself",
          ],
        ]),
      )
      .addOption(
        new Option("--kind <kind>", "print a policy of this kind").choices(KINDS).default(KINDS[0]),
      )
      .addOption(
        new Option(
          "--exclude <namespace>",
          `leave the pods of this namespace alone (repeatable) (default: ${SYSTEM.join(", ")})`,
        ).argParser(repeated(String)),
      )
      .option("--digests", "include images with a digest; warm the cache first"),
  ).action(async (options) => {
    const { kind, exclude = SYSTEM, digests = false } = options;
    const caches = await readCacheMap(cacheMapSource(options), context);
    context.terminal.printExactly(manifest(caches, { kind, exclude, digests }));
  });
}
