import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";

const NAME = /(^|[/.-])gitlab-ci\.ya?ml$|(^|\/)\.gitlab\/ci\/.*\.ya?ml$/;

/** What stands beside jobs and is none. */
const NO_JOBS = ["variables", "include", "workflow", "stages", "spec", "cache"];

const NO_ALIAS =
  "jobs reach a service by a name that GitLab makes of its image: write it with name and alias, then run this again";

/** GitLab pipelines: the images and services of jobs and of their defaults. */
export const gitLabCi: FileFormat = {
  name: "GitLab CI",
  handles: (path) => NAME.test(path),
  sites: (text) => eachOnce(yamlDocuments(text).flatMap(sitesOf)),
};

function sitesOf(file: YamlNode): ImageSite[] {
  const jobs = file.entries.filter(([name, job]) => job.isMap && !NO_JOBS.includes(name));
  const imageAsJob = jobs.filter(([name]) => name !== "image");
  return [file, ...imageAsJob.map(([, job]) => job)].flatMap(imagesOf);
}

function imagesOf(job: YamlNode): ImageSite[] {
  const image = job.get("image");
  const services = job.get("services")?.items ?? [];
  return [
    ...scalarSites(image?.isMap ? image.get("name") : image),
    ...services.flatMap((service) =>
      service.get("alias")?.text === undefined
        ? scalarSites(service.isMap ? service.get("name") : service, { refusal: NO_ALIAS })
        : scalarSites(service.get("name")),
    ),
  ];
}
