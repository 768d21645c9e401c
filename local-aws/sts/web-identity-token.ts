import { AwsError } from "../aws-error";

/** What a pipeline's host says about a job, as far as this server looks at it. */
export interface WebIdentity {
  /** The URL of the host, without `https://`. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Every claim that is plain, as text. */
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * The claims of a JSON Web Token. Its signature is not verified: the keys of the issuer are out of
 * reach here, and a token for tests need not be signed by anybody.
 */
export function readWebIdentityToken(token: string): WebIdentity {
  const claims = payload(token);
  const { iss, sub, aud, exp } = claims;
  const audience = Array.isArray(aud) ? aud[0] : aud;
  if (typeof iss !== "string" || typeof sub !== "string" || typeof audience !== "string") {
    throw invalidToken("Missing a required claim");
  }
  if (typeof exp !== "number") throw invalidToken("Missing a required claim: exp");
  if (exp * 1000 <= Date.now()) {
    throw new AwsError(
      "ExpiredTokenException",
      "Token expired: current date/time must be before the expiration date/time",
    );
  }
  const plain = Object.entries(claims).filter(([, value]) => typeof value !== "object");
  return {
    issuer: iss.replace(/^https:\/\//, ""),
    audience,
    subject: sub,
    claims: {
      ...Object.fromEntries(plain.map(([name, value]) => [name, String(value)])),
      aud: audience,
    },
  };
}

export function invalidToken(message: string): AwsError {
  return new AwsError("InvalidIdentityToken", message);
}

function payload(token: string): Record<string, unknown> {
  try {
    const [, body, , ...others] = token.split(".");
    const claims: unknown = JSON.parse(Buffer.from(body ?? "", "base64url").toString());
    if (others.length === 0 && typeof claims === "object" && claims) {
      return claims as Record<string, unknown>;
    }
  } catch {
    // Said below, as what has no claims at all.
  }
  throw invalidToken("The ID Token provided is not a valid JWT.");
}
