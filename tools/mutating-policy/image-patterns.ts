import { registryAt } from "../../ecr/registry-address";
import {
  COMPONENT,
  DIGEST,
  DOCKER_HUB,
  DOCKER_HUB_HOSTS,
  TAG,
} from "../../references/image-reference";

/** A way to write references to images of an upstream. */
export interface Spelling {
  /** A regular expression in the syntax of RE2, as in CEL; it matches the whole text. */
  readonly pattern: string;
  /** What follows the address of the cache and is not in the reference: `/library/` */
  readonly between: string;
  /** CEL for the rest of the reference, made from the CEL for the image. */
  readonly rest: (image: string) => string;
  /** CEL for an exception, because RE2 has no lookahead. */
  readonly unless?: (image: string) => string;
}

/** The longest repository that the grammar allows. Longer references stay unchanged. */
export const LONGEST = 255;

/** Docker reads these as the empty image, and as the id of a local image. */
export const NO_IMAGE = "^(?:scratch|[a-f0-9]{64})$";

/** A first path component that is not a registry. */
const NO_HOST = "[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*";

/**
 * All spellings of references to an upstream that `parseImageReference` reads.
 *
 * @param upstream the beginning of full references: a host, or a host and a path
 * @param digests whether to include references with a digest
 */
export function spellingsOf(upstream: string, digests: boolean): Spelling[] {
  const { host, path } = split(upstream);
  const spellings = host === DOCKER_HUB ? ofDockerHub(path) : [inFull(upstream)];
  return spellings.map((one) => whole(one, digests));
}

/** The same for the other hosts of the upstream's registry, such as `lscr.io` for `ghcr.io`. */
export function spellingsElsewhere(upstream: string, digests: boolean): Spelling[] {
  const { host, path } = split(upstream);
  const found = registryAt(host);
  if (found?.referenceHost !== host) return [];
  const spellings = found.otherHosts.flatMap((other) =>
    host === DOCKER_HUB
      ? atHostOfDockerHub(path, `${literally(other)}/`)
      : [inFull(upstream.replace(host, other))],
  );
  return spellings.map((one) => whole(one, digests));
}

/** Adds what may follow the repository: a tag, and a digest. */
function whole(one: Spelling, digests: boolean): Spelling {
  const version = `(?::${unanchored(TAG)})?${digests ? `(?:@${unanchored(DIGEST)})?` : ""}`;
  return { ...one, pattern: `^${one.pattern}${version}$` };
}

function split(upstream: string): { host: string; path: string } {
  const [host = "", ...path] = upstream.split("/");
  return { host, path: path.join("/") };
}

function inFull(upstream: string): Spelling {
  return {
    pattern: `${literally(upstream)}(?:/${COMPONENT})+`,
    between: "",
    rest: (image) => `${image}.substring(${upstream.length})`,
  };
}

function ofDockerHub(path: string): Spelling[] {
  const hosts = [DOCKER_HUB, ...DOCKER_HUB_HOSTS].map(literally).join("|");
  const spellings = atHostOfDockerHub(path, `(?:${hosts})/`, `(?:(?:${hosts})/)?`);
  if (path === "") return [...spellings, withoutHost()];
  const isHost = /^(?:localhost|[^/]*\.[^/]*)(?:\/|$)/.test(path);
  return isHost ? spellings : [...spellings, inFull(path)];
}

/**
 * @param host a regular expression for the part before the path
 * @param ofOfficial the same for official images, which need no host on Docker's own hosts
 */
function atHostOfDockerHub(path: string, host: string, ofOfficial = host): Spelling[] {
  if (path === "") return [official(ofOfficial, "/library/"), withHost(host, "")];
  return [
    ...(path === "library" ? [official(ofOfficial, "/")] : []),
    withHost(host, `${literally(path)}/`, path.length + 1),
  ];
}

/** `nginx`, `docker.io/nginx` */
function official(host: string, between: string): Spelling {
  return {
    pattern: host + COMPONENT,
    between,
    rest: (image) => `${image}.substring(${image}.lastIndexOf('/') + 1)`,
  };
}

/** `docker.io/grafana/loki` */
function withHost(host: string, path: string, length = 0): Spelling {
  const parts =
    path === "" ? `${COMPONENT}(?:/${COMPONENT})+` : `${path}${COMPONENT}(?:/${COMPONENT})*`;
  return {
    pattern: host + parts,
    between: "",
    rest: (image) => `${image}.substring(${image}.indexOf('/')${length ? ` + ${length}` : ""})`,
  };
}

/** `grafana/loki` */
function withoutHost(): Spelling {
  return {
    pattern: `${NO_HOST}(?:/${COMPONENT})+`,
    between: "/",
    rest: (image) => image,
    unless: (image) => `${image}.startsWith('localhost/')`,
  };
}

function literally(text: string): string {
  return text.replaceAll(/[.[\]]/g, "\\$&");
}

/** Removes the anchors at both ends. */
function unanchored({ source }: RegExp): string {
  return source.replace(/^\^/, "").replace(/\$$/, "");
}
