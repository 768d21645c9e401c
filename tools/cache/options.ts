import { type Command, Option, type OptionValues } from "@commander-js/extra-typings";
import { checkAccountId } from "../../ecr/account";
import { shown } from "../../problems/problem";
import { checkedBy, pathOf } from "../cli/option-values";
import { optionProblem } from "../cli/usage-error";
import type { CacheMapSource } from "./cache-map-source";

/** Adds the options that say what is cached where; they are the same for every command that needs it. */
export function addCacheMapOptions<Args extends unknown[], Given extends OptionValues>(
  command: Command<Args, Given>,
) {
  return command
    .addOption(
      new Option(
        "--outputs <file>",
        "read the map from the output of `terraform output -json` or `cdktf output --outputs-file`",
      )
        .argParser(pathOf("--outputs"))
        .conflicts(["map", "app", "account"]),
    )
    .addOption(
      new Option(
        "--map <host=address>",
        "pull the images of this host from this address (repeatable)",
      )
        .argParser(addPair)
        .conflicts(["app", "account"]),
    )
    .addOption(
      new Option("--registry <host=address>", "do the same as --map")
        .argParser(addPair)
        .conflicts(["outputs", "map", "app", "account"])
        .hideHelp(),
    )
    .addOption(
      new Option(
        "--app <file>",
        "read the map from this CDKTF app (default: the one in cdktf.json)",
      ),
    )
    .addOption(
      new Option(
        "--account <id>",
        "use this account where the app, its state and the credentials do not say it",
      ).argParser(checkedBy("--account", checkAccountId)),
    );
}

/** Where the options of `addCacheMapOptions` take the map from. */
export function cacheMapSource(
  options: CacheMapSource & { readonly registry?: CacheMapSource["map"] },
): CacheMapSource {
  const { registry, map = registry, outputs, app, account } = options;
  return { map, outputs, app, account };
}

function addPair(pair: string, before: Readonly<Record<string, string>> = {}) {
  const [upstream = "", address = "", ...more] = pair.split("=");
  if (upstream !== "" && address !== "" && more.length === 0) {
    if (Object.hasOwn(before, upstream) && before[upstream] !== address) {
      throw optionProblem("--map", {
        given: shown(pair),
        allowed: `one address for ${upstream}`,
        fix: `leave out this one, or --map ${upstream}=${before[upstream]}`,
      });
    }
    return { ...before, [upstream]: address };
  }
  throw optionProblem("--map", {
    given: shown(pair),
    allowed: "<host>=<address>",
    fix: "write --map docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub",
  });
}
