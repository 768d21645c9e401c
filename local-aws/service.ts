import type { ErrorFormat } from "./error-format";
import type { Operations } from "./operation";
import type { Permissions } from "./permission";
import type { RestOperations } from "./protocol/rest-operation";

interface CommonService {
  /** The service's name in a credential scope, in an endpoint and in `service:Operation`. */
  readonly name: string;
  readonly errorFormat: ErrorFormat;
  readonly operations: Operations;
  /** What each operation needs to be allowed. */
  readonly permissions: Readonly<Record<string, Permissions>>;
  /** The code with which the service slows its callers down. */
  readonly throttlingCode: string;
  /** The status that goes with it. @default 400 */
  readonly throttlingStatus?: number;
  /** The code with which the service refuses a caller who lacks permission. */
  readonly accessDeniedCode: string;
  /** The status that goes with it. @default 400 */
  readonly accessDeniedStatus?: number;
}

/** A service that speaks JSON 1.1 and names its operation in `X-Amz-Target`. */
export interface JsonService extends CommonService {
  readonly protocol: "json";
  readonly targetPrefix: string;
  /** Services disagree on the capital letter. */
  readonly messageMember: "message" | "Message";
}

/** A service that speaks the query protocol: a form in, XML out. */
export interface QueryService extends CommonService {
  readonly protocol: "query";
  readonly version: string;
  readonly namespace: string;
}

/** A service whose operations are methods on resources: members in path, query and headers, XML. */
export interface RestXmlService extends CommonService {
  readonly protocol: "rest-xml";
  readonly operations: RestOperations;
}

export type Service = JsonService | QueryService | RestXmlService;
