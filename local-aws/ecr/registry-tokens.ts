import { AwsError } from "../aws-error";
import { fakeCredential } from "../identifiers";
import type { CallContext, Caller } from "../operation";
import { type HttpRequest, header } from "../protocol/http-message";
import { type AwsState, globalSlot } from "../state";

const TWELVE_HOURS = 12 * 60 * 60 * 1000;

/** The caller and the registry for which an authorization token was issued. */
export interface RegistryToken {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly caller: Caller;
  readonly expiresAt: Date;
}

/** By the credentials that a client sends in its `Authorization` header. */
const registryTokens = globalSlot(() => new Map<string, RegistryToken>());

/** Issues a token for `docker login`: the user `AWS` with a password that is valid for 12 hours. */
export function issueRegistryToken({ state, ...whose }: CallContext) {
  const authorizationToken = Buffer.from(`AWS:${fakeCredential(64)}`).toString("base64");
  const expiresAt = new Date(Date.now() + TWELVE_HOURS);
  state.get(registryTokens).set(authorizationToken, { ...whose, expiresAt });
  return { authorizationToken, expiresAt };
}

/** The context of a pull, from the token that the request carries. */
export function registryCaller(request: HttpRequest, state: AwsState): CallContext {
  const [, given = ""] = /^Basic (\S+)$/i.exec(header(request, "authorization") ?? "") ?? [];
  const token = state.get(registryTokens).get(given);
  if (!token) {
    throw new AwsError("Unauthorized", "Not Authorized", {
      status: 401,
      headers: {
        "www-authenticate": `Basic realm="${state.endpoint}/",service="ecr.amazonaws.com"`,
      },
    });
  }
  const { expiresAt, ...whose } = token;
  if (expiresAt.getTime() > Date.now()) return { ...whose, state };
  throw new AwsError(
    "AccessDeniedException",
    "Your authorization token has expired. Reauthenticate and try again.",
  );
}
