import type { ErrorFormat } from "./error-format";
import type { Operations } from "./operation";
import type { Permissions } from "./permission";
import type { RestOperations } from "./protocol/rest-operation";

interface CommonService {
  /** The service's name in a credential scope, in an endpoint and in `service:Operation`. */
  readonly name: string;
  readonly errorFormat: ErrorFormat;
  readonly operations: Operations;
  /** The permissions that each operation requires. */
  readonly permissions: Readonly<Record<string, Permissions>>;
  /** The code with which the service throttles its callers. */
  readonly throttlingCode: string;
  /** The HTTP status of that error. @default 400 */
  readonly throttlingStatus?: number;
  /** The code with which the service denies access. */
  readonly accessDeniedCode: string;
  /** The HTTP status of that error. @default 400 */
  readonly accessDeniedStatus?: number;
}

/** A service that speaks JSON 1.1 and names its operation in `X-Amz-Target`. */
export interface JsonService extends CommonService {
  readonly protocol: "json";
  readonly targetPrefix: string;
  /** The name of the member that carries the message of an error. */
  readonly messageMember: "message" | "Message";
}

/** A service that speaks the query protocol: requests are forms, responses are XML. */
export interface QueryService extends CommonService {
  readonly protocol: "query";
  readonly version: string;
  readonly namespace: string;
}

/** A service that speaks REST-XML: members are in the path, the query, the headers or XML. */
export interface RestXmlService extends CommonService {
  readonly protocol: "rest-xml";
  readonly operations: RestOperations;
}

export type Service = JsonService | QueryService | RestXmlService;
