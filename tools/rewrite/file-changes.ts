import type { Mapping } from "../../references/cache-map";
import type { Edit, FileFormat } from "./image-site";

/** Maps a reference to another one, or says why it stays unchanged. */
export type MapReference = (reference: string) => Mapping;

/** The place of an image, without the parsed file, because there may be thousands. */
interface FoundImage {
  readonly offset: number;
  readonly reference: string;
}

/** A reference that is changed, and what it becomes. */
export interface ChangedImage extends FoundImage {
  readonly becomes: string;
}

/** A reference that stays unchanged, and about which the user could do something. */
export interface LeftImage extends FoundImage {
  readonly note: string;
}

/** The changes of one file. */
export interface FileChanges {
  readonly changed: readonly ChangedImage[];
  readonly left: readonly LeftImage[];
  readonly text: string;
}

export interface ChangeOptions {
  readonly map: MapReference;
  /** Whether refusals of a site apply. They do not on the way back, because any client can pull from an upstream. */
  readonly refusals: boolean;
  /** Whether to skip a reference: another file decides about it, or the settings ignore it. */
  readonly isLeftOut?: (reference: string) => boolean;
}

/**
 * Works out the changes of the references in a file.
 *
 * @throws FileProblem when the text is not of the format
 */
export function changesOf(
  { path, text }: { path: string; text: string },
  format: FileFormat,
  options: ChangeOptions,
): FileChanges {
  const changed: ChangedImage[] = [];
  const left: LeftImage[] = [];
  const edits: Edit[] = [];
  for (const site of format.sites(text, path)) {
    const { offset, reference } = site;
    if (options.isLeftOut?.(reference)) continue;
    const mapping = options.map(reference);
    const refusal = options.refusals ? site.refusal : undefined;
    if (mapping.outcome === "left") {
      const isHidden = site.isHidden && mapping.reason === "not-a-reference";
      const note = mapping.note === undefined && !isHidden ? undefined : (refusal ?? mapping.note);
      if (note !== undefined) left.push({ offset, reference, note });
      continue;
    }
    const own = refusal === undefined ? site.replace(mapping.reference) : undefined;
    if (own && fits(own, edits)) {
      changed.push({ offset, reference, becomes: mapping.reference });
      edits.push(...own);
    } else {
      left.push({ offset, reference, note: refusal ?? `${NO_PLACE} ${mapping.reference}` });
    }
  }
  return { changed, left, text: edited(text, edits) };
}

const NO_PLACE = "this place cannot contain another reference: write by hand";

/** Edits of the same text are only allowed if they are equal. */
function fits(own: readonly Edit[], others: readonly Edit[]): boolean {
  return own.every((edit) =>
    others.every(
      (other) => isSame(edit, other) || edit.end < other.start || edit.start > other.end,
    ),
  );
}

function isSame(one: Edit, other: Edit): boolean {
  return one.start === other.start && one.end === other.end && one.text === other.text;
}

function edited(text: string, edits: readonly Edit[]): string {
  const inOrder = [...edits].sort((a, b) => a.start - b.start);
  let result = "";
  let from = 0;
  for (const [index, edit] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before && isSame(edit, before)) continue;
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}
