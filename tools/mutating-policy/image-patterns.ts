import { registryAt } from "../../ecr/registry-address";
import {
  COMPONENT,
  DIGEST,
  DOCKER_HUB,
  DOCKER_HUB_HOSTS,
  TAG,
} from "../../references/image-reference";

/** A way to write an image of an upstream: how it looks, and where the part that a cache keeps is. */
export interface Spelling {
  /** RE2, as CEL has it; it matches the whole text. */
  readonly pattern: string;
  /** What the cache's address is followed by, which the image does not say: `/library/` */
  readonly between: string;
  /** CEL for what follows that, of the CEL for the image. */
  readonly rest: (image: string) => string;
  /** CEL for what a regular expression without lookahead cannot say. */
  readonly unless?: (image: string) => string;
}

/** The longest text that the grammar allows for a repository alone: longer images stay as they are. */
export const LONGEST = 255;

/** Docker takes the one for the empty image, the other for the id of an image that it has. */
export const NO_IMAGE = "^(?:scratch|[a-f0-9]{64})$";

/** What stands before the first slash and is no registry. */
const NO_HOST = "[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*";

/**
 * All spellings of images under an upstream that `parseImageReference` reads.
 *
 * @param upstream what references in full begin with: a host, or a host and a path
 * @param digests whether those with a digest are among them
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

/** With what may follow the repository. */
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
 * @param host a regular expression for what stands in front of the path
 * @param ofOfficial the same for official images, which may do without it on Docker's own hosts
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

/** Its own ends are those of the whole text. */
function unanchored({ source }: RegExp): string {
  return source.replace(/^\^/, "").replace(/\$$/, "");
}
