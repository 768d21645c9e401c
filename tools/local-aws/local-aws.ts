import { describeCall, type LocalAws, misleadingVariables, startLocalAws } from "../../local-aws";
import type { Context } from "../cli/context";
import { shellWord } from "../cli/shell-word";
import { UserError } from "../cli/user-error";
import { watchParent } from "./parent-process";

interface Fault {
  readonly call: string;
  readonly times: number;
}

export interface ServeOptions {
  readonly port: number;
  readonly region: string;
  readonly account: string;
  readonly registryPolicyScope: "V1" | "V2";
  readonly requireSecretValue?: true;
  readonly fail?: readonly Fault[];
  readonly throttle?: readonly Fault[];
  /** Images that upstreams have: `registry-1.docker.io/library/nginx:1.29`. */
  readonly image?: readonly string[];
}

/** Serves AWS on loopback until it is stopped. */
export async function serveLocalAws(options: ServeOptions, context: Context): Promise<void> {
  const { terminal, interruption } = context;
  const { fail = [], throttle = [], image: images = [] } = options;
  const aws = await start(options, (line) => terminal.warn(line));
  for (const fault of fail) aws.fail(fault);
  for (const fault of throttle) aws.throttle(fault);
  for (const image of images) aws.publish(image);
  terminal.printExactly(`${introduction(aws, options.region).join("\n")}\n`);
  const stopWatching = watchParent(() => interruption.receive("SIGTERM"));
  await interruption.stopSignal();
  stopWatching();
  await aws.close();
}

async function start(options: ServeOptions, log: (line: string) => void): Promise<LocalAws> {
  const { port, account: accountId, registryPolicyScope, requireSecretValue } = options;
  try {
    return await startLocalAws({
      port,
      accountId,
      registryPolicyScope,
      requireSecretValue,
      callLog: (call) => log(describeCall(call)),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new UserError(`Port ${port} is in use.\n  fix: choose another port, or omit --port`);
    }
    if (code === "EACCES")
      throw new UserError(
        `This user may not listen on port ${port}.\n  fix: choose a port above 1023, or omit --port`,
      );
    throw error;
  }
}

/** The commands that another shell needs: they can be pasted, or evaluated as they are. */
function introduction(aws: LocalAws, region: string): string[] {
  return [
    `# local-aws listens on ${aws.endpoint}. It starts empty.`,
    "# Evaluate these lines in another shell, then run terraform, cdktf or aws there:",
    `unset ${misleadingVariables.join(" ")}`,
    ...Object.entries(aws.environment(region)).map(
      ([name, value]) => `export ${name}=${shellWord(value)}`,
    ),
    "# Press Ctrl-C to stop it.",
  ];
}
