import { ecr } from "./ecr/service";
import { eventBridge } from "./events/service";
import { iam } from "./iam/service";
import { s3 } from "./s3/service";
import { secretsManager } from "./secrets-manager/service";
import type { Service } from "./service";
import { sns } from "./sns/service";
import { sts } from "./sts/service";

/** Every service that this server offers. */
export const services: readonly Service[] = [ecr, secretsManager, iam, sts, eventBridge, sns, s3];

/** Every call that this server answers, as `service:Operation`. */
export const callNames: readonly string[] = services.flatMap((service) =>
  Object.keys(service.operations).map((operation) => `${service.name}:${operation}`),
);
