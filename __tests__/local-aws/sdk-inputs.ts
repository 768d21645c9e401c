import type { RestBinding } from "../../local-aws/protocol/rest-operation";
import type { Shape } from "../../local-aws/shape";
import type { SdkMember, SdkOperation, SdkShape } from "./sdk-schema";

/** In what an input that local-aws declares differs from the SDK's, one sentence each. */
export function inputDifferences(shape: Shape, sdk: SdkShape, at = "The input"): string[] {
  const kind = shape.kind === "integer" ? "number" : shape.kind;
  if (kind !== sdk.kind) return [`${at} is a ${kind} here and a ${sdk.kind} in AWS.`];
  if (shape.kind === "structure" && sdk.kind === "structure") {
    const declared = Object.keys(shape.members);
    const missing = [...sdk.members].filter(
      ([name, { required }]) => required && !declared.includes(name),
    );
    return [
      ...declared.flatMap((name) =>
        memberDifferences(
          shape.members[name],
          shape.required.includes(name),
          sdk.members.get(name),
          at === "The input" ? name : `${at}.${name}`,
        ),
      ),
      ...missing.map(([name]) => `${at} lacks ${name}, which AWS requires.`),
    ];
  }
  const element = shape.kind === "list" ? shape.element : shape.kind === "map" && shape.value;
  if (!element || !("element" in sdk)) return [];
  return inputDifferences(element, sdk.element.shape(), `${at}[]`);
}

function memberDifferences(
  shape: Shape,
  required: boolean,
  sdk: SdkMember | undefined,
  at: string,
): string[] {
  if (!sdk) return [`${at} is a member here and not in AWS.`];
  const differences = inputDifferences(shape, sdk.shape(), at);
  if (required === sdk.required) return differences;
  return [
    ...differences,
    required
      ? `${at} is required here and optional in AWS.`
      : `${at} is optional here and required by AWS.`,
  ];
}

/** In what the place of an operation and of its members in a request differs from the SDK's. */
export function bindingDifferences(binding: RestBinding, { http, input }: SdkOperation): string[] {
  const [method, uri = ""] = http ?? [];
  const [path = "", query = ""] = uri.split("?");
  const marker = new URLSearchParams(query);
  marker.delete("x-id");
  const found: string[] = [];
  const compare = (what: string, here: string, aws: string) => {
    if (here !== aws) found.push(`${what} is "${here}" here and "${aws}" in AWS.`);
  };
  compare("The method", binding.method, method ?? "");
  compare("The marker", binding.marker ?? "", marker.toString().replace(/=$/, ""));
  const resource = path.includes("{Key+}") ? "object" : input.members.has("Bucket") ? "bucket" : "";
  compare("The resource", binding.resource, resource || "service");
  const [payload = ""] = [...input.members].find(([, { traits }]) => traits.httpPayload) ?? [];
  compare("The body", binding.body?.member ?? "", payload);
  for (const [name, member] of Object.entries(binding.query ?? {})) {
    const { httpQuery = "" } = input.members.get(member)?.traits ?? {};
    compare(`The query parameter of ${member}`, name, httpQuery);
  }
  for (const [name, member] of Object.entries(binding.headers ?? {})) {
    const { httpHeader = "" } = input.members.get(member)?.traits ?? {};
    compare(`The header of ${member}`, name, httpHeader.toLowerCase());
  }
  return found;
}
