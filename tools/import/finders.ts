import { alarmFinders } from "./finders/alarm";
import { ecrFinders } from "./finders/ecr";
import { iamFinders } from "./finders/iam";
import { secretsManagerFinders } from "./finders/secrets-manager";
import type { Finder } from "./wanted";

/** The finder for each type of resource that a stack can contain. Terraform can import all of them. */
export const FINDERS: Readonly<Partial<Record<string, Finder>>> = {
  ...alarmFinders,
  ...ecrFinders,
  ...iamFinders,
  ...secretsManagerFinders,
};
