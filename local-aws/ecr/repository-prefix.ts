import { type StringShape, string } from "../shape";

const PREFIX =
  /^([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\/?|ROOT)$/;

/** A repository prefix. Rules and templates differ only in the lengths that they allow. */
export const repositoryPrefix = (length: { min: number; max: number }): StringShape =>
  string({ ...length, pattern: PREFIX });

/** A trailing slash is implied: ECR treats `docker-hub/` as `docker-hub`. */
export function withoutTrailingSlash(prefix: string): string {
  return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
}
