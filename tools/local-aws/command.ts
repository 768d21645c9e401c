import { type Command, Option } from "@commander-js/extra-typings";
import { checkAccountId } from "../../ecr/account";
import { callNames, upstreamImageProblem } from "../../local-aws";
import { shown } from "../../problems/problem";
import type { Context } from "../cli/context";
import { examplesText } from "../cli/examples";
import { checkedBy, regionOf, repeated, wholeNumber } from "../cli/option-values";
import { optionProblem, UsageError } from "../cli/usage-error";
import { serveLocalAws } from "./local-aws";

/** `ecr-cache local-aws`: AWS on loopback in the foreground. */
export function define(command: Command, context: Context): void {
  command
    .description(
      "AWS on loopback: ECR, Secrets Manager, IAM, STS, EventBridge, SNS and S3, in memory, until you press Ctrl-C.",
    )
    .addHelpText(
      "before",
      examplesText([
        ["ecr-cache local-aws", "print the lines that point another shell at it, and serve"],
        [
          "ecr-cache local-aws --fail ecr:PutRegistryPolicy",
          "let the first call of this kind fail",
        ],
        [
          "ecr-cache local-aws --image registry-1.docker.io/library/nginx:1.29",
          "have an image that can be pulled through a rule",
        ],
      ]),
    )
    .addOption(
      new Option("--port <n>", "listen on this port")
        .argParser(wholeNumber("--port", 0, 65535))
        .default(0, "a free one"),
    )
    .addOption(
      new Option("--region <region>", "the Region in the printed environment")
        .argParser(regionOf("--region", context))
        .default("eu-west-1"),
    )
    .addOption(
      new Option("--account <id>", "the account that the credentials lead to")
        .argParser(checkedBy("--account", checkAccountId))
        .default("111111111111"),
    )
    .addOption(
      new Option("--registry-policy-scope <version>", "of registries that nobody touched yet")
        .choices(["V1", "V2"] as const)
        .default("V2" as const),
    )
    .option(
      "--require-secret-value",
      "refuse a pull through cache rule while its secret has no value",
    )
    .addOption(
      new Option(
        "--fail <call[:times]>",
        "let a call fail, such as ecr:PutRegistryPolicy:2; repeatable",
      ).argParser(repeated(readFault("--fail"))),
    )
    .addOption(
      new Option(
        "--throttle <call[:times]>",
        "slow a call down; clients retry; repeatable",
      ).argParser(repeated(readFault("--throttle"))),
    )
    .addOption(
      new Option(
        "--image <reference>",
        "an image that an upstream has, for pulls of its manifest; repeatable",
      ).argParser(repeated(readImage)),
    )
    .action((options) => serveLocalAws(options, context));
}

/** Refused here, and not once the server runs. */
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
      allowed: "a call that local-aws has, with a number of times after it or not",
      fix: `write one such as ${option} ${callNames[0]}:2`,
    });
  };
}
