import { AwsError } from "./aws-error";
import type { Operation } from "./operation";
import { type HttpRequest, header } from "./protocol/http-message";
import type { Service } from "./service";
import { services } from "./services";

/** Which operation a request asks for, as far as it can be told. */
export interface Route {
  readonly service: Service | undefined;
  /** The operation's name, known to this server or not. */
  readonly name: string;
}

/** JSON services name the operation in a header, query services in the form. */
export function route(request: HttpRequest): Route {
  const target = header(request, "x-amz-target");
  if (target !== undefined) {
    const [prefix, name = ""] = target.split(".", 2);
    const service = services.find((one) => one.protocol === "json" && one.targetPrefix === prefix);
    return { service, name };
  }
  const form = new URLSearchParams(request.body);
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
  throw new AwsError(
    service?.protocol === "query" ? "InvalidAction" : "UnknownOperationException",
    `local-aws does not implement ${asked}.`,
  );
}
