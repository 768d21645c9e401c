import { type Command, Option } from "@commander-js/extra-typings";
import { checkPrincipalArn } from "../../ecr/principal";
import { checkRepositoryPrefix, normalizePrefix } from "../../ecr/repository-prefix";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, imageReference, regionOf, repeated, timeoutOption } from "../cli/option-values";
import { documentation } from "../documentation";
import { doctor } from "./doctor";

const prefix = checkedBy("--prefix", checkRepositoryPrefix);

/** `ecr-cache doctor`: checks a live cache for everything that would break a pull. */
export function define(command: Command, context: Context): void {
  command
    .description(
      `Check a live cache for everything that would break a pull, and say how to fix it. Nothing in AWS is changed without --fix. See ${documentation("doctor")} for an explanation of each finding.`,
    )
    .addHelpText(
      "before",
      examplesText([
        ["ecr-cache doctor", "check what the account has, with the credentials of the environment"],
        ["ecr-cache doctor --app main.ts", "compare it with what the app declares"],
        [
          "ecr-cache doctor --principal arn:aws:iam::111111111111:role/node",
          "check whether a role may pull",
        ],
      ]),
    )
    .option(
      "--app <file>",
      "compare with what this CDKTF app declares (default: check what AWS has)",
    )
    .addOption(
      new Option(
        "--stack <name>",
        "check this stack of the app (repeatable) (default: all)",
      ).argParser(repeated(String)),
    )
    .addOption(
      new Option(
        "--region <region>",
        "check this Region (default: the stack's, else AWS_REGION)",
      ).argParser(regionOf("--region", context)),
    )
    .addOption(
      new Option(
        "--prefix <prefix>",
        "check the cache with this prefix (repeatable) (default: all)",
      ).argParser(repeated((text) => normalizePrefix(prefix(text)))),
    )
    .addOption(
      new Option(
        "--principal <arn>",
        "check whether this role, user or group may pull (repeatable)",
      ).argParser(repeated(checkedBy("--principal", checkPrincipalArn))),
    )
    .addOption(
      new Option(
        "--image <reference>",
        "check whether this reference leads to a cache (repeatable)",
      ).argParser(repeated(imageReference("--image"))),
    )
    .option(
      "--fix",
      "put the lifecycle policy of the template on older repositories that have none",
    )
    .option("--json", "print the findings as JSON")
    .addOption(timeoutOption(30))
    .action(async (options) => {
      context.exitCode = await doctor(options, context);
    });
}
