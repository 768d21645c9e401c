import { type StringShape, string } from "../shape";

const PREFIX =
  /^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$/;

/** A namespace of repositories: rules and templates differ only in the lengths they take. */
export const repositoryPrefix = (length: { min: number; max: number }): StringShape =>
  string({ ...length, pattern: PREFIX });

/** ECR takes the slash at a prefix's end as said anyway: `docker-hub/` is `docker-hub`. */
export function withoutTrailingSlash(prefix: string): string {
  return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
}
