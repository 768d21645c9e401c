import type { ImageSite } from "../../image-site";
import { imagesOfContainers } from "./image-strings";
import type { JsonValue } from "./json-value";

const CONTAINERS = ["containers", "initContainers", "ephemeralContainers"];

/**
 * An object of Kubernetes, or a `List` of them: the containers of every pod in it, at whatever
 * depth, since Deployments and CronJobs wrap them differently, and custom resources as they like.
 */
export function imagesOfKubernetes(root: JsonValue): ImageSite[] {
  const isObject = root.get("apiVersion")?.string && root.get("kind")?.string;
  return isObject ? imagesOfPods(root) : [];
}

function imagesOfPods(value: JsonValue): ImageSite[] {
  const inProperties = value.entries.flatMap(([key, inner]) =>
    CONTAINERS.includes(key) ? imagesOfContainers(inner, "image") : imagesOfPods(inner),
  );
  return [...inProperties, ...value.items.flatMap(imagesOfPods)];
}
