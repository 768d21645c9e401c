import { AwsError } from "./aws-error";
import { isDistribution } from "./ecr/distribution";
import { ecr } from "./ecr/service";
import type { Operation } from "./operation";
import { type HttpRequest, header } from "./protocol/http-message";
import { isRest, restOperationName } from "./protocol/rest-target";
import type { Service } from "./service";
import { services } from "./services";

/** The operation that a request asks for, as far as it can be determined. */
export interface Route {
  readonly service: Service | undefined;
  /** The operation's name, whether or not this server implements it. */
  readonly name: string;
  /** Whether it is a pull with the distribution protocol, which has errors of its own. */
  readonly distribution?: boolean;
}

/** The operation is in a header of JSON services and in the form of query services. */
export function route(request: HttpRequest): Route {
  if (isDistribution(request)) return { service: ecr, name: "BatchGetImage", distribution: true };
  const target = header(request, "x-amz-target");
  if (target !== undefined) {
    const [prefix, name = ""] = target.split(".", 2);
    const service = services.find((one) => one.protocol === "json" && one.targetPrefix === prefix);
    return { service, name };
  }
  const rest = services.find((one) => one.protocol === "rest-xml");
  if (rest && isRest(request)) {
    return { service: rest, name: restOperationName(request, rest.operations) };
  }
  const form = new URLSearchParams(request.body.toString());
  const version = form.get("Version");
  const service = services.find((one) => one.protocol === "query" && one.version === version);
  return { service, name: form.get("Action") ?? "" };
}

/** The operation at the end of a route. */
export function operationAt({ service, name }: Route): Operation {
  const operations = service?.operations ?? {};
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  const asked = service ? `${service.name}:${name}` : name || "a request without an operation";
  const message = `local-aws does not implement ${asked}.`;
  if (service?.protocol === "rest-xml")
    throw new AwsError("NotImplemented", message, { status: 501 });
  const code = service?.protocol === "query" ? "InvalidAction" : "UnknownOperationException";
  throw new AwsError(code, message);
}
