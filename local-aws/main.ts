import { type CommandLine, readCommandLine, UsageError, usage } from "./command-line";
import { describeCall, type LocalAws, misleadingVariables, startLocalAws } from "./index";
import { watchParent } from "./parent-process";

/** `npm run local-aws`: AWS on loopback in the foreground, until something ends it. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const aws = await start(options);
  for (const fault of options.fail) aws.fail(fault);
  for (const fault of options.throttle) aws.throttle(fault);
  for (const image of options.images) aws.publish(image);
  process.stdout.write(`${introduction(aws, options.region).join("\n")}\n`);

  const stopWatching = watchParent(end);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, end);

  function end(): void {
    stopWatching();
    aws.close().finally(() => process.exit(0));
  }
}

async function start(options: CommandLine): Promise<LocalAws> {
  try {
    return await startLocalAws({
      ...options,
      callLog: (call) => process.stderr.write(`${describeCall(call)}\n`),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") {
      throw new UsageError(
        `Port ${options.port} is in use: choose another one or leave --port out.`,
      );
    }
    if (code === "EACCES") throw new UsageError(`Port ${options.port} is not open to this user.`);
    throw error;
  }
}

/** What another shell needs, as shell: it can be pasted or evaluated as it is. */
function introduction(aws: LocalAws, region: string): string[] {
  return [
    `# local-aws listens on ${aws.endpoint}. It holds nothing but what you send it.`,
    "# Evaluate these lines in another shell, then run terraform, cdktf or aws there:",
    `unset ${misleadingVariables.join(" ")}`,
    ...Object.entries(aws.environment(region)).map(
      ([name, value]) => `export ${name}=${quoted(value)}`,
    ),
    "# Ctrl-C ends it.",
  ];
}

function quoted(value: string): string {
  return /^[\w:/.,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

// A reader of the log may go away (`| head`); that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
