import { AwsError } from "./aws-error";
import type { Service } from "./service";

/** The errors with which services refuse credentials. They depend on the protocol. */
interface CredentialRefusals {
  readonly missing: () => AwsError;
  readonly malformed: () => AwsError;
  readonly scope: (message: string) => AwsError;
  readonly unknownToken: () => AwsError;
  readonly expiredToken: () => AwsError;
}

const forbidden = { status: 403 };
const unknownToken = "The security token included in the request is invalid.";
const expiredToken = "The security token included in the request is expired";
const notSignature4 = "Authorization header is not a Signature Version 4 signature.";

const refusals: Record<Service["protocol"], CredentialRefusals> = {
  json: {
    missing: () =>
      new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token"),
    malformed: () => new AwsError("IncompleteSignatureException", notSignature4),
    scope: (message) => new AwsError("InvalidSignatureException", message),
    unknownToken: () => new AwsError("UnrecognizedClientException", unknownToken),
    expiredToken: () => new AwsError("ExpiredTokenException", expiredToken),
  },
  query: {
    missing: () =>
      new AwsError(
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
        forbidden,
      ),
    malformed: () => new AwsError("IncompleteSignature", notSignature4),
    scope: (message) => new AwsError("SignatureDoesNotMatch", message, forbidden),
    unknownToken: () => new AwsError("InvalidClientTokenId", unknownToken, forbidden),
    expiredToken: () => new AwsError("ExpiredToken", expiredToken, forbidden),
  },
  "rest-xml": {
    // S3 treats an unsigned request as anonymous, and anonymous callers have no permissions here.
    missing: () => new AwsError("AccessDenied", "Access Denied", forbidden),
    malformed: () => new AwsError("InvalidArgument", notSignature4),
    scope: (message) =>
      new AwsError(
        "AuthorizationHeaderMalformed",
        `The authorization header is malformed; ${message}`,
      ),
    unknownToken: () =>
      new AwsError("InvalidToken", "The provided token is malformed or otherwise invalid."),
    expiredToken: () => new AwsError("ExpiredToken", "The provided token has expired."),
  },
};

export function credentialRefusals(protocol: Service["protocol"]): CredentialRefusals {
  return refusals[protocol];
}
