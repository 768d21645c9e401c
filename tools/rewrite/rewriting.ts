import { setImmediate } from "node:timers/promises";
import { type ChangeOptions, changesOf, type FileChanges } from "./file-changes";
import { FileProblem } from "./file-problem";
import { filesUnder, shownPath } from "./file-walk";
import { formats } from "./formats";
import type { CrdPath } from "./formats/crd-paths";
import type { Ignored } from "./ignored";
import { KustomizedImages } from "./kustomized-images";
import { placeOf } from "./place";
import { readTextFile } from "./text-file";

const TEXTS = /\.ya?ml$|(?:Docker|Container)file(?:\.[^/]+)?$/i;

/** A file that was searched for references. */
export interface RewrittenFile extends FileChanges {
  /** The path relative to the current folder. */
  readonly path: string;
  readonly original: string;
}

/** The changes of all files, before any of them is written. */
export interface Rewriting {
  readonly files: readonly RewrittenFile[];
  /** `path:line:column: message` for each file that could not be read. */
  readonly problems: readonly string[];
  /** The same for templates, which are not an error. */
  readonly templates: readonly string[];
  /** `path: message` for each file that may contain references, by its name, but is not text. */
  readonly unread: readonly string[];
  /** The number of YAML files in unknown formats. */
  readonly unknown: number;
}

export interface RewritingOptions extends Omit<ChangeOptions, "isLeftOut"> {
  readonly crdPaths: readonly CrdPath[];
  readonly ignored: Ignored;
  /** Stops before anything is written. */
  readonly signal: AbortSignal;
  /** Receives the path of each file before it is searched. */
  readonly onFile?: (path: string) => void;
}

/** The number of files between two checks for an interruption. */
const FILES_AT_ONCE = 50;

/** Reads the files that paths name, and works out their changes. */
export async function rewritingOf(
  paths: readonly string[],
  options: RewritingOptions,
): Promise<Rewriting> {
  const known = formats(options.crdPaths);
  const unread: string[] = [];
  const { ignored, signal, onFile } = options;
  const chosen = filesUnder(paths).filter((file) => !ignored.path(file));
  const texts = chosen.flatMap((file) => {
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
  for (const [index, { file, path, text }] of texts.entries()) {
    if (index % FILES_AT_ONCE === 0) {
      await setImmediate();
      signal.throwIfAborted();
      onFile?.(path);
    }
    const format = known.find((one) => one.handles(path, text));
    if (!format) {
      if (/\.ya?ml$/i.test(path)) unknown++;
      continue;
    }
    try {
      const isLeftOut = (reference: string) =>
        renamed.has(file, reference) || ignored.image(reference);
      const changes = changesOf({ path, text }, format, { ...options, isLeftOut });
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
