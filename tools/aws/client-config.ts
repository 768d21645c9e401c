import { type RequestLimits, unlessAborted, withinLimits } from "../network/request-limits";
import { AwsFailure } from "./aws-failure";
import { missingProfile } from "./profile";
import { RequestHandler } from "./request-handler";

/** For one request to an API of AWS, in milliseconds. */
export const AWS_TIMEOUT = 30_000;

/** On Node.js 20, the SDK would print a warning that its support ends, which users of a command do not need. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/**
 * The configuration of every AWS client; `interruptible` then lets it be interrupted.
 *
 * @param region by default, that of the environment or the profile
 * @throws AwsFailure for a profile that does not exist
 */
export function clientConfig(region: string | undefined, limits: RequestLimits) {
  const missing = missingProfile(process.env);
  if (missing) throw new AwsFailure(missing);
  return {
    region,
    // An account with hundreds of repositories needs hundreds of calls.
    retryMode: "adaptive",
    ...(!process.env["AWS_MAX_ATTEMPTS"] && { maxAttempts: 8 }),
    requestHandler: new RequestHandler(limits),
  };
}

/** The members of an SDK client that are used here. */
interface Client {
  readonly config: { readonly credentials: () => Promise<unknown> };
  readonly middlewareStack: {
    use(plugin: { applyToStack(stack: MiddlewareStack): void }): void;
  };
}

interface MiddlewareStack {
  add(
    middleware: Middleware,
    options: { readonly step: "initialize"; readonly name: string },
  ): void;
}

type Middleware = <A, O>(next: (args: A) => Promise<O>) => (args: A) => Promise<O>;

/** Lets an interruption abort a client's calls at once, even while the client waits for a retry. */
export function interruptible<T extends Client>(client: T, { signal }: RequestLimits): T {
  client.middlewareStack.use({
    applyToStack(stack) {
      const options = { step: "initialize", name: "interruption" } as const;
      stack.add((next) => (args) => unlessAborted(signal, next(args)), options);
    },
  });
  return client;
}

/** Resolves a client's credentials within the limits: the SDK's credential providers have none. */
export async function resolveCredentials({ config }: Client, limits: RequestLimits): Promise<void> {
  await withinLimits(limits, "the source of the AWS credentials", () => config.credentials());
}
