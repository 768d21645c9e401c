import { credentialRefusals } from "./credential-refusals";
import { type HttpRequest, header } from "./protocol/http-message";
import type { Service } from "./service";

/** The credential scope of a signed request. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
  readonly sessionToken: string | undefined;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([\w-]+)\/\d{8}\/([\w-]+)\/([\w-]+)\/aws4_request,.*Signature=[0-9a-f]+/;

/** The service for which a request is signed, as far as it can be read. */
export function scopedService(request: HttpRequest): string | undefined {
  return AUTHORIZATION.exec(header(request, "authorization") ?? "")?.[3];
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/**
 * Reads the scope from the `Authorization` header of a request. The signature is not verified,
 * because the secret key is as fictitious as the account.
 */
export function credentialScope(
  request: HttpRequest,
  { service, protocol }: { service: Service | undefined; protocol: Service["protocol"] },
): CredentialScope {
  const refusals = credentialRefusals(protocol);
  const authorization = header(request, "authorization");
  if (authorization === undefined) throw refusals.missing();
  const [, accessKeyId, region, scoped] = AUTHORIZATION.exec(authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || scoped === undefined) {
    throw refusals.malformed();
  }
  if (!REGION.test(region)) {
    throw refusals.scope(`Credential should be scoped to a valid region, not '${region}'.`);
  }
  if (service && scoped !== service.name) {
    throw refusals.scope(`Credential should be scoped to correct service: '${service.name}'.`);
  }
  const sessionToken = header(request, "x-amz-security-token");
  return { accessKeyId, region, service: scoped, sessionToken };
}
