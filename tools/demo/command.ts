import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../cli/context";
import { demo } from "./demo";

/** `ecr-cache demo`: a first look, without an AWS account. */
export function define(command: Command, context: Context): void {
  command
    .description(
      "Deploy the CDKTF app with the real Terraform and AWS provider to an AWS on loopback, and show what AWS would contain. This needs no AWS account and no token, and leaves nothing behind.",
    )
    .action(() => demo(context));
}
