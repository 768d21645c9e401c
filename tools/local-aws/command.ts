import { type Command, Option } from "@commander-js/extra-typings";
import { checkAccountId } from "../../ecr/account";
import { callNames, upstreamImageProblem } from "../../local-aws";
import { shown } from "../../problems/problem";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, regionOf, repeated, wholeNumber } from "../cli/option-values";
import { optionProblem, UsageError } from "../cli/usage-error";
import { serveLocalAws } from "./local-aws";

/** `ecr-cache local-aws`: runs an AWS on loopback in the foreground. */
export function define(command: Command, context: Context): void {
  command
    .description(
      "Run an AWS on loopback, in memory, until you press Ctrl-C: ECR, Secrets Manager, IAM, STS, EventBridge, SNS and S3.",
    )
    .addHelpText(
      "before",
      examplesText([
        ["ecr-cache local-aws", "serve, and print the environment for another shell"],
        [
          "ecr-cache local-aws --fail ecr:PutRegistryPolicy",
          "make the first call of this kind fail",
        ],
        [
          "ecr-cache local-aws --image registry-1.docker.io/library/nginx:1.29",
          "add an image that can be pulled through a rule",
        ],
      ]),
    )
    .addOption(
      new Option("--port <n>", "listen on this port")
        .argParser(wholeNumber("--port", 0, 65535))
        .default(0, "a free one"),
    )
    .addOption(
      new Option("--region <region>", "print an environment for this Region")
        .argParser(regionOf("--region", context))
        .default("eu-west-1"),
    )
    .addOption(
      new Option("--account <id>", "use this account for the printed credentials")
        .argParser(checkedBy("--account", checkAccountId))
        .default("111111111111"),
    )
    .addOption(
      new Option("--registry-policy-scope <version>", "use this policy scope for new registries")
        .choices(["V1", "V2"] as const)
        .default("V2" as const),
    )
    .option("--require-secret-value", "refuse a pull through cache rule whose secret has no value")
    .addOption(
      new Option(
        "--fail <call[:times]>",
        "make this call fail, so many times (repeatable) (default: once)",
      ).argParser(repeated(readFault("--fail"))),
    )
    .addOption(
      new Option(
        "--throttle <call[:times]>",
        "throttle this call, so many times (repeatable) (default: once)",
      ).argParser(repeated(readFault("--throttle"))),
    )
    .addOption(
      new Option(
        "--image <reference>",
        "add this image to its upstream, for pulls of its manifest (repeatable)",
      ).argParser(repeated(readImage)),
    )
    .action((options) => serveLocalAws(options, context));
}

/** Refuses a wrong image before the server starts. */
function readImage(text: string): string {
  const problem = upstreamImageProblem(text);
  if (problem === undefined) return text;
  throw new UsageError(`--image: ${problem}`);
}

function readFault(option: string): (text: string) => { call: string; times: number } {
  return (text) => {
    const [, call = text, times = "1"] = /^(\w+:\w+)(?::([1-9]\d*))?$/.exec(text) ?? [];
    if (callNames.includes(call)) return { call, times: Number(times) };
    throw optionProblem(option, {
      given: shown(text),
      allowed:
        "a call that local-aws implements, optionally followed by a colon and a number of times",
      fix: `write, for example, ${option} ${callNames[0]}:2`,
    });
  };
}
