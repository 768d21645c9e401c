import { type ChangeOptions, changesOf, type FileChanges } from "./file-changes";
import { FileProblem } from "./file-problem";
import { filesUnder, shownPath } from "./file-walk";
import { formats } from "./formats";
import type { CrdPath } from "./formats/crd-paths";
import { KustomizedImages } from "./kustomized-images";
import { placeOf } from "./place";
import { readTextFile } from "./text-file";

const TEXTS = /\.ya?ml$|(?:Docker|Container)file(?:\.[^/]+)?$/i;

/** A file in which references are, or were looked for. */
export interface RewrittenFile extends FileChanges {
  /** From where the command runs. */
  readonly path: string;
  readonly original: string;
}

/** What happens to all files, before any of it happens. */
export interface Rewriting {
  readonly files: readonly RewrittenFile[];
  /** `path:line:column: message` for each file that could not be read. */
  readonly problems: readonly string[];
  /** The same for templates, which are no mistake. */
  readonly templates: readonly string[];
  /** `path: message` for each file that by its name may have references, and is no text. */
  readonly unread: readonly string[];
  /** How many YAML files are of no known kind. */
  readonly unknown: number;
}

export interface RewritingOptions extends Omit<ChangeOptions, "isNamed"> {
  readonly crdPaths: readonly CrdPath[];
}

/** Reads the files that paths name, and works out their changes. */
export function rewritingOf(paths: readonly string[], options: RewritingOptions): Rewriting {
  const known = formats(options.crdPaths);
  const unread: string[] = [];
  const texts = filesUnder(paths).flatMap((file) => {
    const text = readTextFile(file);
    const path = shownPath(file);
    if (text !== undefined) return [{ file, path, text }];
    if (TEXTS.test(path)) unread.push(`${path}: it is not UTF-8, or larger than 10 MiB`);
    return [];
  });
  const renamed = new KustomizedImages(texts);
  const files: RewrittenFile[] = [];
  const problems: string[] = [];
  const templates: string[] = [];
  let unknown = 0;
  for (const { file, path, text } of texts) {
    const format = known.find((one) => one.handles(path, text));
    if (!format) {
      if (/\.ya?ml$/i.test(path)) unknown++;
      continue;
    }
    try {
      const isNamed = (reference: string) => renamed.has(file, reference);
      const changes = changesOf({ path, text }, format, { ...options, isNamed });
      files.push({ path, original: text, ...changes });
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      const { line, column } = placeOf(text, error.offset ?? 0);
      const message = `${path}:${line}:${column}: ${error.message}`;
      (error.template ? templates : problems).push(message);
    }
  }
  return { files, problems, templates, unread, unknown };
}
