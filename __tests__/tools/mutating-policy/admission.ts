import { type CelInput, celEnv, isCelError, parse, plan } from "@bufbuild/cel";
import { strings } from "@bufbuild/cel/ext";
import { createFileRegistry, fromJson, type JsonObject } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { RE2JS } from "@bufbuild/re2";
import { parseAllDocuments } from "yaml";

/** What is read of a policy, of Kyverno's or of Kubernetes' own. */
export interface Policy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly failurePolicy: string;
    readonly matchConstraints: {
      readonly resourceRules: readonly { readonly resources: readonly string[] }[];
      readonly namespaceSelector?: unknown;
    };
    readonly matchConditions: readonly { readonly expression: string }[];
    readonly mutations: readonly { readonly applyConfiguration: { readonly expression: string } }[];
    readonly policyName?: string;
  };
}

export interface Container {
  readonly name: string;
  readonly image: string;
}

const LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;

export interface Pod {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: Readonly<Partial<Record<(typeof LISTS)[number], readonly Container[]>>>;
}

export function policiesIn(yaml: string): Policy[] {
  return parseAllDocuments(yaml).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS() as Policy;
  });
}

/**
 * The pod that a policy makes of a pod: its CEL is evaluated as it is written, and what comes of it
 * is merged by the names of containers, as Kubernetes does.
 */
export function admitted({ spec }: Policy, object: Pod, oldObject?: Pod): Pod {
  const variables = { object, oldObject: oldObject ?? null };
  const matches = spec.matchConditions.every(({ expression }) => evaluate(expression, variables));
  if (!matches) return object;
  return spec.mutations.reduce((pod, { applyConfiguration: { expression } }) => {
    const applied = evaluate(expression, { ...variables, object: pod });
    return merged(pod, (applied as { message: Pod }).message);
  }, object);
}

function merged(pod: Pod, applied: Pod): Pod {
  const lists = LISTS.flatMap((list) => {
    const own = pod.spec[list];
    const changes = new Map((applied.spec[list] ?? []).map(({ name, image }) => [name, image]));
    const images = own?.map((one) => ({ ...one, image: changes.get(one.name) ?? one.image }));
    return images ? [[list, images] as const] : [];
  });
  return { ...pod, spec: { ...pod.spec, ...Object.fromEntries(lists) } };
}

function evaluate(expression: string, variables: object): unknown {
  const result = planned(expression)(variables as Record<string, CelInput>);
  if (isCelError(result)) throw result;
  return result;
}

const plans = new Map<string, ReturnType<typeof plan>>();

/** Reading an expression takes longer than answering it. */
function planned(expression: string) {
  const known = plans.get(expression) ?? plan(environment(), parse(expression));
  plans.set(expression, known);
  return known;
}

function environment() {
  return celEnv({ registry, funcs: strings, re2: { compile: compiled } });
}

const patterns = new Map<string, RE2JS>();

/** Regular expressions as Kubernetes has them, without backtracking; each is compiled once. */
function compiled(pattern: string): RE2JS {
  const known = patterns.get(pattern) ?? RE2JS.compile(pattern);
  patterns.set(pattern, known);
  return known;
}

const text = (name: string, number: number): JsonObject => field(name, number, "TYPE_STRING");

function field(name: string, number: number, type: string, more: JsonObject = {}): JsonObject {
  return { name, jsonName: name, number, type, label: "LABEL_OPTIONAL", ...more };
}

/** The types `Object`, `Object.spec` and `Object.spec.containers`, which Kubernetes gives to CEL. */
const registry = createFileRegistry(
  fromJson(FileDescriptorSetSchema, {
    file: [
      {
        name: "object.proto",
        syntax: "proto3",
        messageType: [
          {
            name: "Object",
            field: [field("spec", 1, "TYPE_MESSAGE", { typeName: ".Object.spec" })],
            nestedType: [
              {
                name: "spec",
                field: LISTS.map((list, index) =>
                  field(list, index + 1, "TYPE_MESSAGE", {
                    typeName: `.Object.spec.${list}`,
                    label: "LABEL_REPEATED",
                  }),
                ),
                nestedType: LISTS.map((name) => ({
                  name,
                  field: [text("name", 1), text("image", 2)],
                })),
              },
            ],
          },
        ],
      },
    ],
  }),
);
