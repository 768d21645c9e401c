import type { Placed } from "./forge";
import { UnsureError } from "./rest-client";

/** A comment or an issue. */
export interface Entry {
  readonly id: number;
  readonly body: string;
  /** Who wrote it, in the forge's own words. */
  readonly author: string;
  readonly url: string;
  /** When it was written or edited last. */
  readonly updated_at: string;
}

/** A list of comments or issues. */
export interface Place {
  list(): AsyncIterable<Entry>;
  create(body: string): Promise<Entry>;
  update(entry: Entry, body: string): Promise<Entry>;
}

/** Begins a text, and is not shown: by it the text is found again. */
export function mark(subject: "plan" | "drift"): string {
  return `<!-- ecr-pull-through-cache: ${subject} -->`;
}

/**
 * Finds what this project wrote before. A mark alone can be copied by anybody, so that the author
 * has to be the one that this job writes as. A quotation does not begin with the mark.
 */
export async function findOwn(
  place: Pick<Place, "list">,
  author: string,
  marked: string,
): Promise<Entry | undefined> {
  for await (const entry of place.list()) {
    if (entry.author === author && entry.body.startsWith(marked)) return entry;
  }
  return undefined;
}

/** What an entry says behind its mark, with the ends of lines as they were written. */
export function textOf({ body }: Entry, marked: string): string {
  return body.replaceAll("\r\n", "\n").slice(marked.length).trim();
}

/** Keeps one text in a place: makes it, or brings it up to date. */
export async function keepOne(
  place: Place,
  author: string,
  marked: string,
  text: string,
): Promise<Placed> {
  const body = `${marked}\n${text.trimEnd()}`;
  const put = async (): Promise<Placed> => {
    const own = await findOwn(place, author, marked);
    if (!own) return { done: "created", url: (await place.create(body)).url };
    if (own.body.replaceAll("\r\n", "\n").trimEnd() === body) {
      return { done: "left as it is", url: own.url };
    }
    return { done: "updated", url: (await place.update(own, body)).url };
  };
  return put().catch((error) => {
    // The entry may have been made, and only the answer be lost: look again before making another.
    if (error instanceof UnsureError) return put();
    throw error;
  });
}
