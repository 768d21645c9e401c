import { checkString, isObject, kindOf } from "../problems/value-type";
import type { PropertyProblem } from "./upstream-rules";

/**
 * What keeps `upstream` from being looked at any further: it was not made by the catalogue, or what
 * the catalogue was given is no text.
 */
export function checkUpstreamForm(upstream: unknown): PropertyProblem[] {
  if (!isObject(upstream) || !isObject(upstream["access"])) {
    const problem = {
      given: kindOf(upstream),
      allowed: "an upstream of the catalogue",
      fix: 'call one of its functions, such as dockerHub(), or upstream("<host>")',
    };
    return [{ property: "", problem }];
  }
  const { host, prefix, upstreamRepositoryPrefix = "", access, source } = upstream;
  const texts: Readonly<Record<string, unknown>> = {
    ...(isObject(source) ? { account: source["account"], region: source["region"] } : { host }),
    prefix,
    upstreamRepositoryPrefix,
    ...(access["kind"] === "secret" && { secretArn: access["arn"] }),
    ...(access["kind"] === "role" && { role: access["arn"] }),
  };
  return Object.entries(texts).flatMap(([property, value]) => {
    const problem = checkString(value);
    return problem ? [{ property: `.${property}`, problem }] : [];
  });
}
