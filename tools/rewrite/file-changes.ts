import type { Mapping } from "../../references/cache-map";
import type { Edit, FileFormat } from "./image-site";

/** What a reference becomes, or why it stays. */
export type MapReference = (reference: string) => Mapping;

/** Where an image is, with nothing of the parsed file: there may be thousands. */
interface FoundImage {
  readonly offset: number;
  readonly reference: string;
}

/** A reference that is changed, and what it becomes. */
export interface ChangedImage extends FoundImage {
  readonly becomes: string;
}

/** A reference that stays although somebody could do something about it. */
export interface LeftImage extends FoundImage {
  readonly note: string;
}

/** What happens to one file. */
export interface FileChanges {
  readonly changed: readonly ChangedImage[];
  readonly left: readonly LeftImage[];
  readonly text: string;
}

export interface ChangeOptions {
  readonly map: MapReference;
  /** Whether what a site refuses counts: on the way back it leads to where all clients can pull. */
  readonly refusals: boolean;
  /** Whether a reference is none of ours: another file decides about it, or somebody wants it left. */
  readonly isLeftOut?: (reference: string) => boolean;
}

/**
 * The changes of a file's references.
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

const NO_PLACE = "this place cannot hold another reference: write by hand";

/** Two references may share a text only if they want the same of it. */
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
