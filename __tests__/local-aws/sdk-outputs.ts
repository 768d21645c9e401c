import type { Operation } from "../../local-aws/operation";
import type { RestOutput } from "../../local-aws/protocol/rest-operation";
import type { Service } from "../../local-aws/service";
import { services } from "../../local-aws/services";
import { type SdkMember, type SdkOperation, type SdkShape, sdkOperation } from "./sdk-schema";

/** In what a value that local-aws answers differs from the SDK's shape of it, one sentence each. */
export function valueDifferences(value: unknown, sdk: SdkShape, at = "The output"): string[] {
  if (value === undefined) return [];
  if (sdk.kind === "list" && Array.isArray(value)) {
    return value.flatMap((one) => valueDifferences(one, sdk.element.shape(), `${at}[]`));
  }
  if (sdk.kind === "map" && typeof value === "object" && value !== null) {
    const values = value instanceof Map ? [...value.values()] : Object.values(value);
    return values.flatMap((one) => valueDifferences(one, sdk.element.shape(), `${at}[]`));
  }
  const kind = kindOf(value);
  if (sdk.kind === "structure" && kind === "structure") {
    return structureDifferences(value as object, sdk.members, at);
  }
  // Binary data is answered as the base64 string in which JSON carries it.
  if (kind === sdk.kind || (kind === "string" && sdk.kind === "blob")) return [];
  return [`${at} is a ${kind} here and a ${sdk.kind} in AWS.`];
}

function structureDifferences(
  value: object,
  members: ReadonlyMap<string, SdkMember>,
  at: string,
): string[] {
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  const missing = [...members].filter(
    ([name, { required }]) => required && !given.some(([one]) => one === name),
  );
  return [
    ...given.flatMap(([name, one]) => {
      const path = at === "The output" ? name : `${at}.${name}`;
      const member = members.get(name);
      if (!member) return [`${path} is a member here and not in AWS.`];
      return valueDifferences(one, member.shape(), path);
    }),
    ...missing.map(([name]) => `${at} lacks ${name}, which AWS always answers.`),
  ];
}

function kindOf(value: unknown): string {
  if (value instanceof Date) return "timestamp";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "structure" : typeof value;
}

/** The same for S3, which answers in headers and in a document. */
export function restDifferences(output: RestOutput, { output: sdk }: SdkOperation): string[] {
  const known = [...sdk.members.values()].flatMap(({ traits }) => traits.httpHeader ?? []);
  const headers = Object.entries(output.headers ?? {}).filter(([, value]) => value !== undefined);
  const unknown = headers.filter(
    ([name]) => name !== "content-type" && !known.some((one) => one.toLowerCase() === name),
  );
  const differences = unknown.map(([name]) => `The header ${name} is sent here and not by AWS.`);
  if (!output.body || Buffer.isBuffer(output.body)) return differences;
  const { root, content } = output.body;
  const expected = sdk.traits.xmlName ?? root;
  if (root !== expected) differences.push(`The root is ${root} here and ${expected} in AWS.`);
  return [...differences, ...valueDifferences(content, documentShape(sdk))];
}

/** A shape with the names that its members have in a document, and without those in headers. */
function documentShape(shape: SdkShape): SdkShape {
  if (shape.kind === "list") {
    const element = { ...shape.element, shape: () => documentShape(shape.element.shape()) };
    return { kind: "list", element };
  }
  if (shape.kind !== "structure") return shape;
  const members = [...shape.members]
    .filter(([, { traits }]) => traits.httpHeader === undefined)
    .map(([name, member]): [string, SdkMember] => [
      member.traits.xmlName ?? name,
      { ...member, shape: () => wrapped(documentShape(member.shape()), member) },
    ]);
  return { ...shape, members: new Map(members) };
}

/** Unless it is flattened, a list is an element around its own elements. */
function wrapped(shape: SdkShape, { traits }: SdkMember): SdkShape {
  if (shape.kind !== "list" || traits.xmlFlattened) return shape;
  const { xmlName = "member" } = shape.element.traits;
  const list: SdkMember = { required: false, traits: {}, shape: () => shape };
  return { kind: "structure", members: new Map([[xmlName, list]]), traits: {} };
}

/** Compares everything that operations answer with the SDK's schemas until it is told to stop. */
export function watchOutputs() {
  const differences = new Set<string>();
  const originals = services.flatMap((service) =>
    Object.entries(service.operations).map(([name, operation]) => {
      const { handle } = operation;
      const watched: Operation["handle"] = (input, call) => {
        const output = handle(input, call);
        for (const one of outputDifferences(service, name, output)) {
          differences.add(`${service.name}:${name}: ${one}`);
        }
        return output;
      };
      Object.assign(operation, { handle: watched });
      return () => Object.assign(operation, { handle });
    }),
  );
  return {
    differences,
    stop: () => {
      for (const restore of originals) restore();
    },
  };
}

function outputDifferences(service: Service, name: string, output: object | undefined): string[] {
  const sdk = sdkOperation(service.name, name);
  if (!sdk) return ["AWS has no operation of this name."];
  if (service.protocol === "rest-xml") return restDifferences(output ?? {}, sdk);
  return valueDifferences(output ?? {}, sdk.output);
}
