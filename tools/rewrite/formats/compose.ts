import { posix } from "node:path";
import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";

/** `${IMAGE:-nginx:1.29}`: what is pulled where nobody sets the variable. */
const DEFAULT = /^(\$\{\w+:?-)([^${}]+)\}$/;

const NAME = /^(docker-)?compose([-_.].*)?\.ya?ml$/i;

/** Compose files: the images of services, but not those that a `build` makes. */
export const compose: FileFormat = {
  name: "Compose file",
  handles: (path, text) =>
    NAME.test(posix.basename(path)) && /^\uFEFF?["']?services["']?\s*:/m.test(text),
  sites: (text) => eachOnce(yamlDocuments(text).flatMap(servicesSites)),
};

function servicesSites(file: YamlNode): ImageSite[] {
  const services = (file.get("services")?.entries ?? []).map(([, service]) => service);
  const built = new Set(services.filter(isBuilt).map((service) => service.get("image")?.text));
  return services
    .map((service) => service.get("image"))
    .filter((image) => image && !built.has(image.text))
    .flatMap((image) => imageSites(image));
}

function imageSites(image: YamlNode | undefined): ImageSite[] {
  const [whole, before, reference] = DEFAULT.exec(image?.text ?? "") ?? [];
  if (!image || whole === undefined || reference === undefined) return scalarSites(image);
  const replace = (to: string) => {
    const edit = image.replaced(whole, `${before}${to}}`);
    return edit && [edit];
  };
  return [{ offset: image.offset, reference, replace }];
}

function isBuilt(service: YamlNode): boolean {
  return service.get("build") !== undefined || service.get("pull_policy")?.text === "build";
}
