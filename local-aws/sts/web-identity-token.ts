import { AwsError } from "../aws-error";

/** The identity in a token that a CI system issues to a job. */
export interface WebIdentity {
  /** The URL of the issuer, without `https://`. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
  /** Every claim that is not an object or a list, as a string. */
  readonly claims: Readonly<Record<string, string>>;
}

/**
 * Reads the claims of a JSON Web Token. Its signature is not verified, because the issuer cannot be
 * reached, and so that tests can make tokens themselves.
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
    // Reported below, like a token without claims.
  }
  throw invalidToken("The ID Token provided is not a valid JWT.");
}
