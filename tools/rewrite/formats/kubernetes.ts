import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { eachMapping, nodesAt } from "../yaml/walk";
import { isTemplate, yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";
import { type CrdPath, WELL_KNOWN_PATHS } from "./crd-paths";
import { valuesSites } from "./helm-values";
import { partsSites } from "./image-parts";
import { templateSites } from "./kubernetes-template";

const YAML = /\.ya?ml$/i;
const CONTAINERS = ["containers", "initContainers", "ephemeralContainers"];

/** They describe or check other resources, and run nothing. */
const NO_WORKLOADS = ["CustomResourceDefinition", "ClusterPolicy", "Policy", "ConstraintTemplate"];

/** Resources that hold the values of a Helm chart. */
const VALUES: Readonly<Record<string, readonly string[][]>> = {
  HelmRelease: [["spec", "values"]],
  Application: [
    ["spec", "source", "helm", "valuesObject"],
    ["spec", "sources", "helm", "valuesObject"],
  ],
};

/** Kubernetes manifests: pod specs wherever they are, and the fields of custom resources. */
export function kubernetes(crdPaths: readonly CrdPath[]): FileFormat {
  const paths = [...WELL_KNOWN_PATHS, ...crdPaths];
  const custom = crdPaths.length > 0;
  return {
    name: "Kubernetes manifest",
    handles: (path, text) => YAML.test(path) && hasKey(text, "apiVersion") && hasKey(text, "kind"),
    sites: (text) => {
      if (!custom && !/image/i.test(text)) return [];
      return eachOnce(sitesOf(text, paths));
    },
  };
}

function hasKey(text: string, key: string): boolean {
  return new RegExp(`(?:^|[\\s{,"'])${key}["']?\\s*:`).test(text);
}

function sitesOf(text: string, paths: readonly CrdPath[]): readonly ImageSite[] {
  try {
    return yamlDocuments(text).flatMap((document) => resourceSites(document, paths));
  } catch (problem) {
    if (isTemplate(text)) return templateSites(text);
    throw problem;
  }
}

function resourceSites(resource: YamlNode, paths: readonly CrdPath[]): ImageSite[] {
  const kind = resource.get("kind")?.text ?? "";
  if (resource.get("apiVersion") === undefined || NO_WORKLOADS.includes(kind)) return [];
  if (kind.endsWith("List")) {
    return (resource.get("items")?.items ?? []).flatMap((item) => resourceSites(item, paths));
  }
  const values = (VALUES[kind] ?? []).flatMap((path) => nodesAt(resource, path));
  return [
    ...podSites(resource),
    ...paths
      .filter((path) => path.kind === kind)
      .flatMap(({ path }) => nodesAt(resource, path))
      .flatMap((image) => (image.isMap ? partsSites(image) : scalarSites(image))),
    ...values.flatMap(valuesSites),
  ];
}

function podSites(resource: YamlNode): ImageSite[] {
  const sites: ImageSite[] = [];
  eachMapping(resource, (mapping) => {
    for (const [key, value] of mapping.entries) {
      if (CONTAINERS.includes(key)) {
        sites.push(...value.items.flatMap((container) => scalarSites(container.get("image"))));
      }
      if (key !== "volumes") continue;
      for (const volume of value.items) {
        sites.push(...scalarSites(volume.at("image", "reference")));
      }
    }
  });
  return sites;
}
