import { randomUUID } from "node:crypto";
import { AwsError } from "./aws-error";
import type { RecordedCall } from "./call-log";
import { anonymousContext, callContext } from "./caller";
import { credentialScope } from "./credential-scope";
import { distributionError, pullAnswer, readPull } from "./ecr/distribution";
import { registryCaller } from "./ecr/registry-tokens";
import type { Faults } from "./faults";
import { authorize } from "./iam/authorization";
import type { CallContext, Operation } from "./operation";
import type { Input, Permission } from "./permission";
import type { HttpAnswer, HttpRequest } from "./protocol/http-message";
import { jsonAnswer, jsonError, readJson } from "./protocol/json";
import { queryAnswer, queryError, readQuery } from "./protocol/query";
import type { RestOperation } from "./protocol/rest-operation";
import { readRest, restAnswer, restError } from "./protocol/rest-xml";
import { operationAt, type Route, route } from "./routing";
import type { Service } from "./service";
import type { AwsState } from "./state";
import { violations } from "./validation";

export interface GatewayOptions {
  readonly state: AwsState;
  readonly faults: Faults;
  readonly accountId: string;
  readonly record: (call: RecordedCall) => void;
}

/** What is known about a request so far, for the call log. */
interface Seen {
  context?: CallContext;
  region?: string;
  permissions?: readonly Permission[];
}

/** Takes a request through the steps that all services share, and records the outcome. */
export class Gateway {
  constructor(private readonly options: GatewayOptions) {}

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const requestId = randomUUID();
    const taken = route(request);
    const { service, serviceName, protocol, name } = taken;
    const call = `${serviceName || "unknown"}:${name || "?"}`;
    const seen: Seen = {};
    try {
      const output = await this.#run(request, taken, call, seen);
      this.#record(call, taken, seen);
      if (taken.distribution) return pullAnswer(request, output);
      if (service?.protocol === "rest-xml") return restAnswer(output ?? {}, requestId);
      return service?.protocol === "query"
        ? queryAnswer(service, name, output, requestId)
        : jsonAnswer(output, requestId);
    } catch (thrown) {
      const error = thrown instanceof AwsError ? thrown : internalFailure(thrown);
      this.#record(call, taken, seen, error);
      if (taken.distribution) return distributionError(error);
      if (service?.protocol === "query") return queryError(error, requestId, service.namespace);
      if (service?.protocol === "rest-xml") return restError(error, requestId);
      if (service) return jsonError(error, requestId, service.messageMember);
      return protocol === "json"
        ? jsonError(error, requestId)
        : queryError(error, requestId, undefined);
    }
  }

  async #run(
    request: HttpRequest,
    taken: Route,
    call: string,
    seen: Seen,
  ): Promise<object | undefined> {
    const { faults } = this.options;
    const { service } = taken;
    const context = this.#context(request, taken, seen);
    const operation = operationAt(taken);
    if (!service) throw new Error("an operation without a service");
    const fault = faults.next(call, service);
    if (fault) throw fault;
    const input = taken.distribution
      ? readPull(request)
      : await readInput(request, service, operation);
    const found = violations(operation.input, input);
    if (found.length > 0) throw service.errorFormat(found);
    seen.permissions = permissionsOf(call, service, taken.name, input, context);
    authorize(seen.permissions, service, context);
    return operation.handle(input as never, context);
  }

  #context(request: HttpRequest, taken: Route, seen: Seen): CallContext {
    const { state, accountId } = this.options;
    const { service, name } = taken;
    if (taken.distribution) {
      seen.context = registryCaller(request, state);
      seen.region = seen.context.region;
      return seen.context;
    }
    if (service?.operations[name]?.unsigned) return anonymousContext(state, accountId);
    const scope = credentialScope(request, taken);
    seen.region = scope.region;
    seen.context = callContext(scope, service, state, accountId);
    return seen.context;
  }

  #record(call: string, { service, name }: Route, seen: Seen, error?: AwsError): void {
    this.options.record({
      call,
      region: seen.region ?? "",
      accountId: seen.context?.accountId ?? "",
      mutating: service?.operations[name]?.mutating ?? false,
      actions: (seen.permissions ?? []).map(({ action, resource }) => ({ action, resource })),
      ...(error && { error: error.code }),
      ...(error?.reason !== undefined && { reason: error.reason }),
    });
  }
}

/** Reads the members of a request with the service's protocol. */
function readInput(request: HttpRequest, service: Service, operation: Operation): unknown {
  switch (service.protocol) {
    case "json":
      return readJson(request);
    case "query":
      return readQuery(request, operation.input);
    case "rest-xml":
      return readRest(request, operation as RestOperation);
  }
}

function permissionsOf(
  call: string,
  service: Service,
  name: string,
  input: unknown,
  context: CallContext,
): readonly Permission[] {
  const permissions = service.permissions[name];
  if (!permissions) throw new Error(`${call} declares no permissions`);
  return permissions(call, input as Input, context);
}

/** A defect of this server, with a status that cannot be mistaken for a refusal by AWS. */
function internalFailure(thrown: unknown): AwsError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new AwsError("InternalFailure", "local-aws failed; this is a defect of local-aws.", {
    status: 500,
    reason,
  });
}
