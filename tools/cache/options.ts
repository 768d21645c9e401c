import { type Command, Option, type OptionValues } from "@commander-js/extra-typings";
import { checkAccountId } from "../../ecr/account";
import { shown } from "../../problems/problem";
import { checkedBy, pathOf } from "../cli/option-values";
import { optionProblem } from "../cli/usage-error";

/** Adds the options that say what is cached where, the same for every command that needs a map. */
export function addCacheMapOptions<Args extends unknown[], Given extends OptionValues>(
  command: Command<Args, Given>,
) {
  return command
    .addOption(
      new Option(
        "--outputs <file>",
        "take the map from what `terraform output -json` or `cdktf output --outputs-file` wrote",
      )
        .argParser(pathOf("--outputs"))
        .conflicts(["map", "app", "account"]),
    )
    .addOption(
      new Option(
        "--map <host=address>",
        "what is pulled from where instead, once for each upstream",
      )
        .argParser(addPair)
        .conflicts(["app", "account"]),
    )
    .addOption(
      new Option("--registry <host=address>", "the same as --map")
        .argParser(addPair)
        .conflicts(["outputs", "map", "app", "account"])
        .hideHelp(),
    )
    .addOption(
      new Option(
        "--app <file>",
        "take the map from this app of CDKTF (default: the one of cdktf.json)",
      ),
    )
    .addOption(
      new Option(
        "--account <id>",
        "the account of the caches, where the app, its state and the credentials do not say it",
      ).argParser(checkedBy("--account", checkAccountId)),
    );
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
