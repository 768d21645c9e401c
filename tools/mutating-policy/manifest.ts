import { Document, Scalar, stringify, visit } from "yaml";
import type { CacheMap } from "../../references/cache-map";
import { imageExpression } from "./image-expression";
import { type Rule, rulesFor } from "./mutations";

/** The kinds of policies: for Kyverno, or for Kubernetes itself. */
export const KINDS = ["kyverno", "mutating-admission-policy"] as const;

export type Kind = (typeof KINDS)[number];

export interface ManifestOptions {
  readonly kind: Kind;
  /** Whether to include images with a digest. */
  readonly digests: boolean;
  /** The namespaces whose pods stay unchanged. */
  readonly exclude: readonly string[];
}

const NAME = "ecr-pull-through-cache";

/** The policy as YAML, ready for `kubectl apply -f -`; the same text for the same map. */
export function manifest(map: CacheMap, options: ManifestOptions): string {
  const rules = rulesFor((image) => imageExpression(map, image, options.digests));
  const objects = rules.flatMap((rule) =>
    options.kind === "kyverno" ? [mutatingPolicy(rule, options)] : admissionPolicy(rule, options),
  );
  return heading(map, options) + objects.map(yaml).join("---\n");
}

/** @see https://kyverno.io/docs/policy-types/mutating-policy/ */
function mutatingPolicy(rule: Rule, { exclude }: ManifestOptions): object {
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "MutatingPolicy",
    metadata: { name: NAME + rule.suffix },
    spec: {
      ...common(rule, exclude),
      // Only pods: Deployments and other owners of pods keep the images that people wrote.
      autogen: { podControllers: { controllers: [] } },
    },
  };
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/admissionregistration/mutating-admission-policy-v1/ */
function admissionPolicy(rule: Rule, { exclude }: ManifestOptions): object[] {
  const apiVersion = "admissionregistration.k8s.io/v1";
  const metadata = { name: NAME + rule.suffix };
  return [
    {
      apiVersion,
      kind: "MutatingAdmissionPolicy",
      metadata,
      spec: { ...common(rule, exclude), reinvocationPolicy: "IfNeeded" },
    },
    {
      apiVersion,
      kind: "MutatingAdmissionPolicyBinding",
      metadata,
      spec: { policyName: metadata.name },
    },
  ];
}

/** The fields that both kinds of policies have. */
function common({ resource, operation, expression }: Rule, exclude: readonly string[]) {
  return {
    failurePolicy: "Ignore",
    matchConstraints: {
      ...(exclude.length > 0 && { namespaceSelector: notIn(exclude) }),
      resourceRules: [
        { apiGroups: [""], apiVersions: ["v1"], operations: [operation], resources: [resource] },
      ],
    },
    matchConditions: [{ name: "no-static-pod", expression: NO_STATIC_POD }],
    mutations: [{ patchType: "ApplyConfiguration", applyConfiguration: { expression } }],
  };
}

/** The kubelet creates static pods from files on its node, and compares them with those files. */
const NO_STATIC_POD =
  "!has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)";

function notIn(namespaces: readonly string[]) {
  return {
    matchExpressions: [
      { key: "kubernetes.io/metadata.name", operator: "NotIn", values: namespaces },
    ],
  };
}

function heading(map: CacheMap, { kind }: ManifestOptions): string {
  const needs = { kyverno: "Kyverno 1.17", "mutating-admission-policy": "Kubernetes 1.36" }[kind];
  return [
    `Made by \`ecr-cache mutating-policy --kind ${kind}\`. Make it again when the caches change:`,
    ...map.entries.map(({ upstream, cache }) => `  ${upstream} to ${cache}`),
    `Needs ${needs} or later. An error here lets a pod pass as it is (failurePolicy: Ignore).`,
    "",
  ]
    .map((line) => (line === "" ? line : `# ${line}`))
    .join("\n");
}

function yaml(object: object): string {
  const document = new Document(object, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && scalar.value.includes("\n")) {
        scalar.type = Scalar.BLOCK_LITERAL;
      }
    },
  });
  return stringify(document, { lineWidth: 0 });
}
