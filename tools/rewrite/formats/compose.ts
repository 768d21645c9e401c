import { posix } from "node:path";
import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";

const NAME = /^(docker-)?compose([-_.].*)?\.ya?ml$/i;

/** Compose files: the images of services, but not those that a `build` makes. */
export const compose: FileFormat = {
  name: "Compose file",
  handles: (path, text) => NAME.test(posix.basename(path)) && /^["']?services["']?\s*:/m.test(text),
  sites: (text) => eachOnce(yamlDocuments(text).flatMap(servicesSites)),
};

function servicesSites(file: YamlNode): ImageSite[] {
  const services = (file.get("services")?.entries ?? []).map(([, service]) => service);
  const built = new Set(services.filter(isBuilt).map((service) => service.get("image")?.text));
  return services
    .map((service) => service.get("image"))
    .filter((image) => image && !built.has(image.text))
    .flatMap((image) => scalarSites(image));
}

function isBuilt(service: YamlNode): boolean {
  return service.get("build") !== undefined || service.get("pull_policy")?.text === "build";
}
