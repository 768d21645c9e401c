import { placeOf } from "./place";
import type { Rewriting, RewrittenFile } from "./rewriting";

/** The changes and what is left, as JSON. Members may be added, but never changed. */
export function reportJson({ files, templates, unread, unknown }: Rewriting) {
  return {
    version: 1,
    changed: files.flatMap((file) =>
      file.changed.map(({ offset, reference, becomes }) => ({
        ...place(file, offset),
        reference,
        becomes,
      })),
    ),
    left: files.flatMap((file) =>
      file.left.map(({ offset, reference, note }) => ({
        ...place(file, offset),
        reference,
        reason: note,
      })),
    ),
    notTouched: [...templates, ...unread],
    otherYamlFiles: unknown,
  };
}

function place({ path, original }: RewrittenFile, offset: number) {
  return { file: path, line: placeOf(original, offset).line };
}
