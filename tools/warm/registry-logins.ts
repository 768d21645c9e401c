import { ECR } from "@aws-sdk/client-ecr";
import { AwsFailure, explainAwsError, isAnswer, notAws } from "../aws/aws-failure";
import { clientConfig, interruptible, resolveCredentials } from "../aws/client-config";
import type { Explanation } from "../network/network-failure";
import type { RequestLimits } from "../network/request-limits";
import { type Cause, fail } from "./failure";
import type { Target } from "./target";

/** The login to one registry. */
export interface Login {
  /** The base URL of the registry: `https://…`. */
  readonly base: string;
  /** The value of the header `Authorization`, which is a secret. */
  readonly authorization: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number;
}

type Registry = Pick<Target, "host" | "region">;

const FIVE_MINUTES = 5 * 60 * 1000;

/**
 * The logins to registries, with the credentials of the environment. Each is requested once, and
 * renewed before it expires after twelve hours.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
 */
export class RegistryLogins {
  readonly #logins = new Map<string, Promise<Login>>();
  /** What a login was renewed to, so that concurrent renewals of one login share the result. */
  readonly #successors = new WeakMap<Login, Promise<Login>>();

  constructor(private readonly limits: RequestLimits) {}

  /** @throws WarmFailure when AWS refuses the login */
  async of(registry: Registry): Promise<Login> {
    const known = this.#logins.get(registry.host);
    const login = await (known ?? this.#ask(registry));
    if (login.expiresAt - Date.now() > FIVE_MINUTES) return login;
    return this.renew(registry, login);
  }

  /** Replaces a login that was refused, or is about to expire. */
  renew(registry: Registry, refused: Login): Promise<Login> {
    const asked = this.#successors.get(refused) ?? this.#ask(registry);
    this.#successors.set(refused, asked);
    return asked;
  }

  #ask(registry: Registry): Promise<Login> {
    const asked = askForLogin(registry, this.limits);
    this.#logins.set(registry.host, asked);
    return asked;
  }
}

async function askForLogin({ host, region }: Registry, limits: RequestLimits): Promise<Login> {
  try {
    const ecr = interruptible(new ECR(clientConfig(region, limits)), limits);
    await resolveCredentials(ecr, limits);
    const { authorizationData } = await ecr.getAuthorizationToken({});
    const [data] = authorizationData ?? [];
    const token = data?.authorizationToken ?? "";
    if (!/^[\w+/=-]+$/.test(token)) {
      throw new AwsFailure(notAws("there is no token in it"));
    }
    return {
      base: baseOf(host, data?.proxyEndpoint),
      authorization: `Basic ${token}`,
      expiresAt: data?.expiresAt?.getTime() ?? 0,
    };
  } catch (error) {
    const explanation = explainAwsError(error) ?? unexplained(error);
    if (!explanation) throw error;
    const { kind, what, fix } = explanation;
    throw fail(CAUSES[kind], `there is no login to ${host}: ${what}`, fix);
  }
}

const CAUSES: Readonly<Record<Explanation["kind"], Cause>> = {
  credentials: "login",
  permission: "login",
  throttled: "throttled",
  unavailable: "unavailable",
  "no-answer": "no-answer",
};

function unexplained(error: unknown): Explanation | undefined {
  if (!isAnswer(error)) return undefined;
  return {
    kind: "credentials",
    what: `${error.name}: ${error.message}`,
    fix: "see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html",
  };
}

/**
 * The base URL of a registry is that of its host. Only an endpoint on this machine, such as that of
 * local-aws, may replace it; credentials are never sent to any other endpoint.
 */
function baseOf(host: string, proxyEndpoint = ""): string {
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(proxyEndpoint)
    ? proxyEndpoint
    : `https://${host}`;
}
