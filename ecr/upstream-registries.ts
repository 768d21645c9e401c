import { registryHost } from "./registry";

/** The facts about one registry that Amazon ECR can cache. */
export interface RegistryFacts {
  /** Its usual name. Here and below, `<account>`, `<region>` and `<name>` are placeholders. */
  readonly title: string;
  /** The host as ECR requires it in a pull-through cache rule. */
  readonly host: string;
  /** The host in image references. @default - the same */
  readonly referenceHost?: string;
  /** Hosts that clients read as `referenceHost`, such as `index.docker.io`. @default - none */
  readonly synonyms?: readonly string[];
  /**
   * Other hosts at which the registry has the same images under the same names. ECR does not accept
   * them in a rule, but references to them lead to the same cache.
   * @default - none
   */
  readonly otherHosts?: readonly string[];
  /** Hosts that are often written by mistake for this registry. @default - none */
  readonly mistakenHosts?: readonly string[];
  /** What a reference without a namespace means: on Docker Hub, `nginx` is `library/nginx`. */
  readonly defaultNamespace?: string;
  /** How ECR logs in to the registry. ECR refuses anything else. */
  readonly login: "credentials" | "nothing" | "role";
  /** The prefix of the cache, where the user chooses none. */
  readonly prefix: string;
  /** The key that is suggested for `upstreams` in main.ts. */
  readonly key: string;
  /** The call of the catalogue. */
  readonly call: string;
  /** The AWS page about it. */
  readonly page: string;
}

const GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/";
const CREATING_A_RULE = `${GUIDE}pull-through-cache-creating-rule.html`;

/**
 * Every registry that Amazon ECR can cache, by the name that ECR gives it. All other files take their
 * facts about registries from here.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export const REGISTRIES = {
  "docker-hub": {
    title: "Docker Hub",
    host: "registry-1.docker.io",
    referenceHost: "docker.io",
    synonyms: ["index.docker.io", "registry.hub.docker.com"],
    // Google's mirror of frequently pulled images.
    otherHosts: ["mirror.gcr.io"],
    mistakenHosts: ["registry.docker.io", "hub.docker.com"],
    defaultNamespace: "library",
    login: "credentials",
    prefix: "docker-hub",
    key: "docker",
    call: "dockerHub()",
    page: CREATING_A_RULE,
  },
  "github-container-registry": {
    title: "GitHub",
    host: "ghcr.io",
    // The host that LinuxServer.io uses for its images in this registry.
    otherHosts: ["lscr.io"],
    mistakenHosts: ["docker.pkg.github.com", "github.com"],
    login: "credentials",
    prefix: "github",
    key: "ghcr",
    call: "gitHub()",
    page: CREATING_A_RULE,
  },
  "gitlab-container-registry": {
    title: "GitLab",
    host: "registry.gitlab.com",
    mistakenHosts: ["gitlab.com"],
    login: "credentials",
    prefix: "gitlab",
    key: "gitlab",
    call: "gitLab()",
    page: CREATING_A_RULE,
  },
  chainguard: {
    title: "Chainguard",
    host: "cgr.dev",
    login: "credentials",
    prefix: "chainguard",
    key: "chainguard",
    call: "chainguard()",
    page: CREATING_A_RULE,
  },
  quay: {
    title: "Quay",
    host: "quay.io",
    login: "nothing",
    prefix: "quay",
    key: "quay",
    call: "quay()",
    page: CREATING_A_RULE,
  },
  k8s: {
    title: "Kubernetes",
    host: "registry.k8s.io",
    // Its predecessor has been frozen since 2023: a reference to it is to be corrected, not cached.
    mistakenHosts: ["k8s.gcr.io"],
    login: "nothing",
    prefix: "kubernetes",
    key: "k8s",
    call: "kubernetes()",
    page: CREATING_A_RULE,
  },
  "ecr-public": {
    title: "Amazon ECR Public",
    host: "public.ecr.aws",
    otherHosts: ["ecr-public.aws.com"],
    mistakenHosts: ["gallery.ecr.aws"],
    login: "nothing",
    prefix: "ecr-public",
    key: "ecr_public",
    call: "ecrPublic()",
    page: CREATING_A_RULE,
  },
  "azure-container-registry": {
    title: "Azure Container Registry",
    host: "<name>.azurecr.io",
    login: "credentials",
    prefix: "azure",
    key: "acr",
    call: 'azure("<name>")',
    page: CREATING_A_RULE,
  },
  ecr: {
    title: "Amazon ECR of <account> in <region>",
    host: registryHost("<account>", "<region>"),
    // Dual-stack, FIPS, and both: https://docs.aws.amazon.com/general/latest/gr/ecr.html
    otherHosts: [
      "<account>.dkr-ecr.<region>.on.aws",
      "<account>.dkr.ecr-fips.<region>.amazonaws.com",
      "<account>.dkr-ecr-fips.<region>.on.aws",
    ],
    login: "role",
    prefix: "ecr",
    key: "platform",
    call: 'privateEcr({ account: "<account>", region: "<region>" })',
    page: `${GUIDE}pull-through-cache-private.html`,
  },
} satisfies Readonly<Record<string, RegistryFacts>>;

/** How Amazon ECR names the registries that it can cache. */
export type UpstreamRegistry = keyof typeof REGISTRIES;

export const REGISTRY_NAMES = Object.keys(REGISTRIES) as readonly UpstreamRegistry[];
