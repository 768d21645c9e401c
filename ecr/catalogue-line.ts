import { DOCKER_HUB } from "../references/image-reference";
import { AZURE_HOST, checkUpstreamHost, PRIVATE_ECR_HOST } from "./upstream-host";

const LINES: Readonly<Record<string, string>> = {
  [DOCKER_HUB]: "docker: dockerHub()",
  "ghcr.io": "ghcr: gitHub()",
  "registry.gitlab.com": "gitlab: gitLab()",
  "cgr.dev": "chainguard: chainguard()",
  "quay.io": "quay: quay()",
  "registry.k8s.io": "k8s: kubernetes()",
  "public.ecr.aws": "ecr_public: ecrPublic()",
};

const NO_OTHER = "ECR can cache no other registry";

/** What somebody can do about the images of a host that no cache covers: one sentence. */
export function adviceForHost(host: string): string {
  const line = lineFor(host);
  if (line) return `add it to the upstreams in main.ts: ${line}`;
  const [, name = host] = /^([^:]*)(?::\d+)?$/.exec(host) ?? [];
  const { fix } = checkUpstreamHost(name) ?? { fix: NO_OTHER };
  return fix.replace(/^leave it out: /, "");
}

function lineFor(host: string): string | undefined {
  if (Object.hasOwn(LINES, host)) return LINES[host];
  const [, azure] = AZURE_HOST.exec(host) ?? [];
  if (azure) return `acr: azure("${azure}")`;
  const [, account, region] = PRIVATE_ECR_HOST.exec(host) ?? [];
  return account && `platform: privateEcr({ account: "${account}", region: "${region}" })`;
}
