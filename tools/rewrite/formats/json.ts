import { basename } from "node:path";
import type { FileFormat } from "../image-site";
import { imagesOfCloudFormation } from "./json/cloudformation";
import { imagesOfEcs } from "./json/ecs";
import { imageString } from "./json/image-strings";
import { JsonValue } from "./json/json-value";
import { imagesOfKubernetes } from "./json/kubernetes";
import { imagesOfTerraform } from "./json/terraform";

/** Without one of these keys a file has none of the places, and need not be JSON at all. */
const KEYS =
  /"(?:containerDefinitions|container_definitions|ContainerDefinitions|image_uri|ImageUri|containers|initContainers|ephemeralContainers|essential|portMappings|logConfiguration)"/;

/** Task definitions, Terraform, CloudFormation and Kubernetes, where they are JSON. */
export const json: FileFormat = {
  name: "JSON",
  handles: (path, text) => /\.(?:json|template)$/.test(path) && isJson(text) && KEYS.test(text),
  sites(text) {
    const root = JsonValue.parse(text, { comments: false });
    return [imagesOfEcs, imagesOfTerraform, imagesOfCloudFormation, imagesOfKubernetes]
      .flatMap((imagesOf) => imagesOf(root))
      .sort((a, b) => a.offset - b.offset);
  },
};

/**
 * The image of a development container; its features are no images of containers.
 *
 * @see https://containers.dev/implementors/json_reference/
 */
export const devContainer: FileFormat = {
  name: "development container",
  handles: (path) => /^\.?devcontainer\.json$/.test(basename(path)),
  sites: (text) => imageString(JsonValue.parse(text, { comments: true }).get("image")),
};

/** A template of CloudFormation may be YAML. */
function isJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text);
}
