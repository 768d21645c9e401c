import { type Command, Option } from "@commander-js/extra-typings";
import { checkPrincipalArn } from "../../ecr/principal";
import { checkRepositoryPrefix, normalizePrefix } from "../../ecr/repository-prefix";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, imageReference, regionOf, repeated, timeoutOption } from "../cli/option-values";
import { documentation } from "../documentation";
import { doctor } from "./doctor";

const prefix = checkedBy("--prefix", checkRepositoryPrefix);

/** `ecr-cache doctor`: what would break a pull through a live cache. */
export function define(command: Command, context: Context): void {
  command
    .description(
      `Looks at a live cache, and says what would break a pull and what to do about it. AWS is only read, unless you say --fix. ${documentation("doctor")} explains each finding.`,
    )
    .addHelpText(
      "before",
      examplesText([
        [
          "ecr-cache doctor",
          "look at what the account has, with the credentials of the environment",
        ],
        ["ecr-cache doctor --app main.ts", "compare it with what the app says should be there"],
        ["ecr-cache doctor --principal arn:aws:iam::111111111111:role/node", "may it pull?"],
      ]),
    )
    .option(
      "--app <file>",
      "the app of CDKTF that says what should be there (default: look at what AWS has)",
    )
    .addOption(
      new Option("--stack <name>", "one of its stacks (default: all; repeatable)").argParser(
        repeated(String),
      ),
    )
    .addOption(
      new Option(
        "--region <region>",
        "the Region (default: the stack's, else AWS_REGION)",
      ).argParser(regionOf("--region", context)),
    )
    .addOption(
      new Option("--prefix <prefix>", "look at this cache (default: all; repeatable)").argParser(
        repeated((text) => normalizePrefix(prefix(text))),
      ),
    )
    .addOption(
      new Option("--principal <arn>", "whether this role or user may pull (repeatable)").argParser(
        repeated(checkedBy("--principal", checkPrincipalArn)),
      ),
    )
    .addOption(
      new Option(
        "--image <reference>",
        "whether this reference leads into a cache (repeatable)",
      ).argParser(repeated(imageReference("--image"))),
    )
    .option("--fix", "put the template's lifecycle policy on older repositories that have none")
    .option("--json", "print the findings as JSON")
    .addOption(timeoutOption(30))
    .action(async (options) => {
      context.exitCode = await doctor(options, context);
    });
}
