import { factsOf, registryAt } from "../ecr/registry-address";
import { REGISTRIES } from "../ecr/upstream-registries";

/**
 * Where an image is: `docker.io/library/nginx:1.29`, in the parts of the grammar that Docker,
 * containerd and Kubernetes share.
 *
 * @see https://github.com/distribution/reference
 */
export interface ImageReference {
  /** The registry with its port, as it is written; `docker.io` where none is. */
  readonly host: string;
  /** The path in the registry; `library/nginx` where a reference to Docker Hub has one part only. */
  readonly repository: string;
  /** What follows `:`; an image without tag and digest is `latest`. */
  readonly tag?: string;
  /** What follows `@`: `sha256:…` */
  readonly digest?: string;
}

const HUB = REGISTRIES["docker-hub"];

export const DOCKER_HUB = HUB.referenceHost;

/** Other hosts of Docker Hub, which clients and old files still use. */
export const DOCKER_HUB_HOSTS = [HUB.host, ...HUB.synonyms];

const OFFICIAL = `${HUB.defaultNamespace}/`;

const LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::\\d+)?$`);
/** One part of a repository's path, as a regular expression. */
export const COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`);
export const TAG = /^\w[\w.-]{0,127}$/;
export const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[a-fA-F0-9]{32,}$/;
/** Docker reads these as the id of a local image. */
const IMAGE_ID = /^[a-f0-9]{64}$/;
const LONGEST_REPOSITORY = 255;

/**
 * Parses a reference like Docker does: `nginx` is `docker.io/library/nginx`, and the part before the
 * first slash is a registry if it contains a dot, a port or a capital letter, or is `localhost`.
 *
 * @returns nothing when the text is not a reference, such as `${IMAGE}`
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (IMAGE_ID.test(text)) return undefined;
  const [named = "", digest, ...more] = text.split("@");
  if (more.length > 0 || (digest !== undefined && !DIGEST.test(digest))) return undefined;
  const { name, tag } = splitTag(named);
  if (tag !== undefined && !TAG.test(tag)) return undefined;
  const { host, path } = splitHost(name);
  if (!HOST.test(host) || !REPOSITORY.test(path) || path.length > LONGEST_REPOSITORY) {
    return undefined;
  }
  const hub = host === DOCKER_HUB || DOCKER_HUB_HOSTS.includes(host);
  return {
    host: hub ? DOCKER_HUB : host,
    repository: hub && !path.includes("/") ? OFFICIAL + path : path,
    tag,
    digest,
  };
}

/** Formats a reference in full. */
export function formatImageReference({ host, repository, tag, digest }: ImageReference): string {
  return `${host}/${repository}${formatVersion({ tag, digest })}`;
}

/**
 * The reference with the usual host of its registry: `lscr.io/a/b` is `ghcr.io/a/b`. A host that is no
 * address of a registry that ECR can cache stays.
 */
export function canonicalImageReference(reference: ImageReference): ImageReference {
  const { host, repository } = reference;
  const found = registryAt(host);
  if (!found || found.referenceHost === host) return reference;
  const { defaultNamespace } = factsOf(found.registry);
  const isShort = defaultNamespace !== undefined && !repository.includes("/");
  return {
    ...reference,
    host: found.referenceHost,
    repository: isShort ? `${defaultNamespace}/${repository}` : repository,
  };
}

/** Formats a reference in its familiar form: for Docker Hub without the host, and without `library/`. */
export function familiarImageReference(reference: ImageReference): string {
  const { host, repository } = reference;
  if (host !== DOCKER_HUB) return formatImageReference(reference);
  const rest = repository.startsWith(OFFICIAL) ? repository.slice(OFFICIAL.length) : repository;
  const familiar = rest + formatVersion(reference);
  const read = parseImageReference(familiar);
  const same = read?.host === host && read.repository === repository;
  return same ? familiar : formatImageReference(reference);
}

/** The host of a name in full, such as `quay.io/team/app` or `quay.io`. */
export function hostOf(name: string): string {
  return name.split("/", 1)[0] ?? name;
}

/** Formats what follows the repository: `:1.29`, `@sha256:…`, both or nothing. */
export function formatVersion({ tag, digest }: Pick<ImageReference, "tag" | "digest">): string {
  return (tag === undefined ? "" : `:${tag}`) + (digest === undefined ? "" : `@${digest}`);
}

/** A colon before the last slash belongs to a port. */
function splitTag(named: string): { name: string; tag?: string } {
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  if (colon < 0) return { name: named };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1) };
}

function splitHost(name: string): { host: string; path: string } {
  const slash = name.indexOf("/");
  const first = name.slice(0, slash);
  const isHost =
    slash > 0 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  return isHost ? { host: first, path: name.slice(slash + 1) } : { host: DOCKER_HUB, path: name };
}
