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

const HUB = `(?:${[DOCKER_HUB, ...DOCKER_HUB_HOSTS].map(literally).join("|")})`;

/** What stands before the first slash and is no registry. */
const NO_HOST = "[a-z0-9]+(?:(?:__?|-+)[a-z0-9]+)*";

/**
 * All spellings of images under an upstream that `parseImageReference` reads.
 *
 * @param upstream what references in full begin with: a host, or a host and a path
 * @param digests whether those with a digest are among them
 */
export function spellingsOf(upstream: string, digests: boolean): Spelling[] {
  const version = `(?::${unanchored(TAG)})?${digests ? `(?:@${unanchored(DIGEST)})?` : ""}`;
  const spellings =
    upstream === DOCKER_HUB || upstream.startsWith(`${DOCKER_HUB}/`)
      ? ofDockerHub(upstream.slice(DOCKER_HUB.length + 1))
      : [inFull(upstream)];
  return spellings.map((one) => ({ ...one, pattern: `^${one.pattern}${version}$` }));
}

function inFull(upstream: string): Spelling {
  return {
    pattern: `${literally(upstream)}(?:/${COMPONENT})+`,
    between: "",
    rest: (image) => `${image}.substring(${upstream.length})`,
  };
}

function ofDockerHub(path: string): Spelling[] {
  if (path === "") return [official("/library/"), withHost(""), withoutHost()];
  const isHost = /^(?:localhost|[^/]*\.[^/]*)(?:\/|$)/.test(path);
  return [
    ...(path === "library" ? [official("/")] : []),
    withHost(`/${literally(path)}`, path.length + 1),
    ...(isHost ? [] : [inFull(path)]),
  ];
}

/** `nginx`, `docker.io/nginx` */
function official(between: string): Spelling {
  return {
    pattern: `(?:${HUB}/)?${COMPONENT}`,
    between,
    rest: (image) => `${image}.substring(${image}.lastIndexOf('/') + 1)`,
  };
}

/** `docker.io/grafana/loki` */
function withHost(path: string, length = 0): Spelling {
  const parts = path === "" ? `/${COMPONENT}(?:/${COMPONENT})+` : `${path}(?:/${COMPONENT})+`;
  return {
    pattern: HUB + parts,
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
