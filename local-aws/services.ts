import { ecr } from "./ecr/service";
import { iam } from "./iam/service";
import { secretsManager } from "./secrets-manager/service";
import type { Service } from "./service";
import { sts } from "./sts/service";

/** Every service that this server offers. */
export const services: readonly Service[] = [ecr, secretsManager, iam, sts];

/** Every call that this server answers, as `service:Operation`. */
export const callNames: readonly string[] = services.flatMap((service) =>
  Object.keys(service.operations).map((operation) => `${service.name}:${operation}`),
);
