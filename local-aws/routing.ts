import { AwsError } from "./aws-error";
import { scopedService } from "./credential-scope";
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
  /** The name of the service, which this server need not have; empty when it is unknown. */
  readonly serviceName: string;
  /** The protocol of the service, or the one that the request appears to speak. */
  readonly protocol: Service["protocol"];
  /** The operation's name, whether or not this server implements it. */
  readonly name: string;
  /** Whether it is a pull with the distribution protocol, which has errors of its own. */
  readonly distribution?: boolean;
}

/** Of the services other than S3 whose operation is in the path, these read errors in XML. */
const ANSWERS_IN_XML = ["cloudfront", "route53"];

/** The operation is in a header of JSON services and in the form of query services. */
export function route(request: HttpRequest): Route {
  if (isDistribution(request)) return { ...to(ecr, "BatchGetImage"), distribution: true };
  const scoped = scopedService(request);
  const target = header(request, "x-amz-target");
  if (target !== undefined) {
    const [prefix, name = ""] = target.split(".", 2);
    const service = services.find((one) => one.protocol === "json" && one.targetPrefix === prefix);
    return service ? to(service, name) : elsewhere(scoped, "json", name);
  }
  const rest = services.find((one) => one.protocol === "rest-xml");
  const isElsewhere = scoped !== undefined && services.every((one) => one.name !== scoped);
  if (rest && (scoped === rest.name || (isRest(request) && !isElsewhere))) {
    return to(rest, restOperationName(request, rest.operations));
  }
  const form = new URLSearchParams(request.body.toString());
  const [name, version] = [form.get("Action"), form.get("Version")];
  const service = services.find((one) => one.protocol === "query" && one.version === version);
  if (service) return to(service, name ?? "");
  if (name !== null || scoped === undefined) return elsewhere(scoped, "query", name ?? "");
  const protocol = ANSWERS_IN_XML.includes(scoped) ? "query" : "json";
  return elsewhere(scoped, protocol, `${request.method} ${request.url.split("?")[0]}`);
}

function to(service: Service, name: string): Route {
  return { service, serviceName: service.name, protocol: service.protocol, name };
}

/** A request to a service that this server does not have. */
function elsewhere(scoped: string | undefined, protocol: "json" | "query", name: string): Route {
  return { service: undefined, serviceName: scoped ?? "", protocol, name };
}

/** The operation at the end of a route. */
export function operationAt({ service, serviceName, protocol, name }: Route): Operation {
  const operations = service?.operations ?? {};
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation) return operation;
  const asked = [serviceName, name].filter(Boolean).join(":") || "a request without an operation";
  const message = `local-aws does not implement ${asked}.`;
  if (protocol === "rest-xml") throw new AwsError("NotImplemented", message, { status: 501 });
  const code = service?.protocol === "query" ? "InvalidAction" : "UnknownOperationException";
  throw new AwsError(code, message);
}
