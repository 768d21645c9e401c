import { type RequestLimits, unlessAborted, withinLimits } from "../network/request-limits";
import { AwsFailure } from "./aws-failure";
import { missingProfile } from "./profile";
import { RequestHandler } from "./request-handler";

/** For one request to an API of AWS, in milliseconds. */
export const AWS_TIMEOUT = 30_000;

/** On Node.js 20, the SDK announces the end of its support to people who only want an answer. */
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

/**
 * What every client of AWS is made with. `interruptible` makes the rest.
 *
 * @param region that of the environment or the profile, where none is given
 * @throws AwsFailure for a profile that does not exist
 */
export function clientConfig(region: string | undefined, limits: RequestLimits) {
  const missing = missingProfile(process.env);
  if (missing) throw new AwsFailure(missing);
  return {
    region,
    // An account with hundreds of repositories is asked hundreds of times.
    retryMode: "adaptive",
    ...(!process.env["AWS_MAX_ATTEMPTS"] && { maxAttempts: 8 }),
    requestHandler: new RequestHandler(limits),
  };
}

/** The members of a client that are needed here. */
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

/** Lets an interruption end a client's calls at once, also while it waits for its next attempt. */
export function interruptible<T extends Client>(client: T, { signal }: RequestLimits): T {
  client.middlewareStack.use({
    applyToStack(stack) {
      const options = { step: "initialize", name: "interruption" } as const;
      stack.add((next) => (args) => unlessAborted(signal, next(args)), options);
    },
  });
  return client;
}

/** Gets a client's credentials: what the SDK asks for them has no time limit of its own. */
export async function resolveCredentials({ config }: Client, limits: RequestLimits): Promise<void> {
  await withinLimits(limits, "the source of the AWS credentials", () => config.credentials());
}
