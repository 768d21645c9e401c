import type { FileFormat, ImageSite } from "../image-site";
import { eachOnce, scalarSites } from "../yaml/scalar-site";
import { nodesAt } from "../yaml/walk";
import { yamlDocuments } from "../yaml/yaml-documents";
import type { YamlNode } from "../yaml/yaml-node";

const WORKFLOW = /(^|\/)\.(github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(^|\/)action\.ya?ml$/;
const DOCKER = { prefix: "docker://" };
const GITHUB_HOSTED = /^(ubuntu|windows|macos)-(latest|slim|\d)/;

const NO_SIGN_IN =
  "GitHub's own runners pull it before any step can sign in to ECR: give it credentials with the username AWS, or use runners of your own";

/** Workflows and actions of GitHub: the containers of jobs, their services, and steps that are images. */
export const gitHubActions: FileFormat = {
  name: "GitHub Actions",
  handles: (path, text) => WORKFLOW.test(path) || (ACTION.test(path) && /^runs\s*:/m.test(text)),
  sites: (text) => eachOnce(yamlDocuments(text).flatMap(sitesOf)),
};

function sitesOf(file: YamlNode): ImageSite[] {
  const jobs = (file.get("jobs")?.entries ?? []).map(([, job]) => job);
  return [
    ...jobs.flatMap(jobSites),
    ...nodesAt(file, ["runs", "image"]).flatMap((image) => scalarSites(image, DOCKER)),
    ...nodesAt(file, ["runs", "steps", "uses"]).flatMap((uses) => scalarSites(uses, DOCKER)),
  ];
}

function jobSites(job: YamlNode): ImageSite[] {
  const services = (job.get("services")?.entries ?? []).map(([, service]) => service);
  const containers = [job.get("container"), ...services].filter((one) => one !== undefined);
  const hosted = isHosted(job);
  const refusal = hosted ? NO_SIGN_IN : undefined;
  return [
    ...containers.flatMap((container) => {
      const signedIn = container.at("credentials", "username")?.text === "AWS";
      return scalarSites(container.isMap ? container.get("image") : container, {
        refusal: signedIn ? undefined : refusal,
      });
    }),
    ...nodesAt(job, ["steps", "uses"]).flatMap((uses) => scalarSites(uses, { ...DOCKER, refusal })),
  ];
}

function isHosted(job: YamlNode): boolean {
  const runsOn = job.get("runs-on");
  const labels = runsOn?.items.length ? runsOn.items : [runsOn];
  return labels.some((label) => GITHUB_HOSTED.test(label?.text ?? ""));
}
