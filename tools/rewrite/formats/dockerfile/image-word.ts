import { parseImageReference } from "../../../../references/image-reference";
import type { ImageSite } from "../../image-site";
import {
  type Arguments,
  type Literal,
  type Part,
  partsOf,
  textOf,
  unknownIn,
  variablesIn,
  type Word,
} from "./word";

/** An image in a Dockerfile, and the text whose change makes it another one. */
export interface ImageWord {
  readonly site: ImageSite;
  /** The build argument whose default that text is, where the image begins with a variable. */
  readonly argument?: string;
  /** All build arguments in it, and in their defaults. */
  readonly variables: readonly string[];
}

/** The beginning of an image, which is what changes, and the text after it, which stays. */
interface Lead {
  readonly literal: Literal;
  readonly argument?: string;
  readonly rest: readonly Part[];
}

/** The place of the image that a word names, variables and all. */
export function imageWord(word: Word, defaults: Arguments): ImageWord {
  const parts = partsOf(word, defaults);
  const variables = parts ? variablesIn(parts) : [];
  return { variables, ...(parts ? wordOf(word, parts) : refused(word, UNREADABLE)) };
}

type Place = Omit<ImageWord, "variables">;

function wordOf(word: Word, parts: readonly Part[]): Place {
  const unknown = unknownIn(parts);
  if (unknown !== undefined) return ofTag(parts) ?? refused(word, withoutDefault(unknown));
  const reference = textOf(parts) ?? "";
  const lead = leadOf(parts);
  if (!lead)
    return refused(word, "it begins with an empty build argument: write its address there");
  const { literal, argument, rest } = lead;
  const refusal = nameMayBecomeAnother(literal, rest, reference) ? NAME_IS_VARIABLE : undefined;
  return {
    site: {
      offset: word.start,
      reference,
      replace: (to) => replaced(literal, textOf(rest) ?? "", to),
      ...(refusal !== undefined && { refusal }),
    },
    ...(argument !== undefined && { argument }),
  };
}

/** A place that is shown, and stays. */
export function refused({ text, start }: Word, refusal: string): Place {
  const site = { offset: start, reference: text, replace: () => undefined, refusal };
  return { site: { ...site, isHidden: true } };
}

const UNREADABLE = "it is not written as one plain word: change it by hand";

const NAME_IS_VARIABLE =
  "its name is a variable, and only official images need library/ in a cache: change it by hand";

function withoutDefault(name: string): string {
  return `${name} has no default here: give the build the cache's address with --build-arg, or a default to ARG ${name}`;
}

/** Whatever the variable is in `golang:${GO_VERSION}-alpine`, it is a tag of golang. */
function ofTag([first]: readonly Part[]): Place | undefined {
  if (!first || "name" in first) return undefined;
  const { text, start } = first;
  const colon = text.indexOf(":", text.lastIndexOf("/") + 1);
  const name = text.slice(0, colon);
  if (colon < 0 || text.includes("@") || !parseImageReference(name)) return undefined;
  const literal = { text: name, start };
  return { site: { offset: start, reference: name, replace: (to) => replaced(literal, "", to) } };
}

function leadOf([first, ...rest]: readonly Part[], argument?: string): Lead | undefined {
  if (!first) return undefined;
  if (!("name" in first)) {
    return { literal: first, rest, ...(argument !== undefined && { argument }) };
  }
  const lead = leadOf(first.value ?? [], first.name);
  return lead && { ...lead, rest: [...lead.rest, ...rest] };
}

function replaced({ text, start }: Literal, rest: string, to: string) {
  if (!to.endsWith(rest) || to.length === rest.length) return undefined;
  return [{ start, end: start + text.length, text: to.slice(0, to.length - rest.length) }];
}

/**
 * `docker.io/${NAME}` is `library/nginx` for one name and `grafana/loki` for another: no text that
 * stays is right for both.
 */
function nameMayBecomeAnother(literal: Literal, rest: readonly Part[], reference: string): boolean {
  const variable = rest.findIndex((part) => "name" in part);
  if (variable < 0 || reference.includes("library/")) return false;
  const before = literal.text + (textOf(rest.slice(0, variable)) ?? "");
  const isTag = before.includes(":", before.lastIndexOf("/") + 1);
  return !isTag && parseImageReference(reference)?.repository.startsWith("library/") === true;
}
