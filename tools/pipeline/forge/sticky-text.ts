import type { Published } from "./forge";
import { UnsureError } from "./rest-client";

/** A comment or an issue. */
export interface Entry {
  readonly id: number;
  readonly body: string;
  /** The author, as the forge names it. */
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

/** The hidden marker at the start of a text, by which the text is found again. */
export function marker(subject: "plan" | "drift"): string {
  return `<!-- ecr-pull-through-cache: ${subject} -->`;
}

/**
 * Finds the entry that this project wrote before. Anybody can copy a marker, so the author must be the
 * user that this job writes as. A quotation does not start with the marker.
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

/** The text of an entry after its marker, with plain line ends. */
export function textOf({ body }: Entry, marked: string): string {
  return body.replaceAll("\r\n", "\n").slice(marked.length).trim();
}

/** Creates the entry with a marker, or updates it. */
export async function createOrUpdate(
  place: Place,
  author: string,
  marked: string,
  text: string,
): Promise<Published> {
  const body = `${marked}\n${text.trimEnd()}`;
  const put = async (): Promise<Published> => {
    const own = await findOwn(place, author, marked);
    if (!own) return { done: "created", url: (await place.create(body)).url };
    if (own.body.replaceAll("\r\n", "\n").trimEnd() === body) {
      return { done: "left as it is", url: own.url };
    }
    return { done: "updated", url: (await place.update(own, body)).url };
  };
  return put().catch((error) => {
    // The entry may have been created and only the answer lost: look again before creating another.
    if (error instanceof UnsureError) return put();
    throw error;
  });
}
