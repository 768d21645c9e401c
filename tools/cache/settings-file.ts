import { join, relative } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import { UserError } from "../cli/user-error";
import { documentation } from "../documentation";
import { folderWith } from "../folders-above";
import { readInputFile } from "../input-file";
import { settingsSchema } from "./settings-schema";

/** The file that says what is cached where, for one repository. */
export const SETTINGS_FILE = ".ecr-cache.yaml";

export interface Settings extends z.infer<typeof settingsSchema> {
  /** The path of the file, relative to the current folder. */
  readonly file: string;
  /** Its folder. */
  readonly folder: string;
}

/**
 * Reads the settings: the nearest settings file in the current folder or above it.
 *
 * @param from the folder to start from; by default, the current one
 * @returns nothing where there is no such file
 * @throws UserError when the file is not valid
 */
export function readSettings(from?: string): Settings | undefined {
  const above = folderWith(SETTINGS_FILE, from);
  if (above === undefined) return undefined;
  const path = join(above, SETTINGS_FILE);
  const file = relative("", path) || SETTINGS_FILE;
  const text = readInputFile(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) {
    const [what = ""] = broken.message.split(/ at line \d|; please use /);
    throw new UserError(`${at(broken.pos[0])}: it is not valid YAML: ${what}`);
  }
  const result = settingsSchema.safeParse(settingsOf(document, file) ?? {});
  if (result.success) return { ...result.data, file, folder: above };
  const problems = result.error.issues.map(({ path: keys, message }) => {
    const place = keys.length > 0 ? `${keys.join(".")}: ` : "";
    return `${at(offsetOf(document, keys))}: ${place}${message}`;
  });
  throw new UserError(
    `${problems.join("\n")}\n  fix: see ${SETTINGS_FILE} in ${documentation("ci-check")}, or remove the file and write a new one with \`ecr-cache init --outputs outputs.json\``,
  );
}

/** An alias is only resolved when the value is read. */
function settingsOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError(`${file}: it is not valid YAML: ${(error as Error).message}`);
  }
}

/** The offset of a value, or of the nearest value around it that exists. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  keys: readonly PropertyKey[],
): number {
  for (let length = keys.length; length > 0; length--) {
    const node = document.getIn(keys.slice(0, length), true) as { range?: [number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}
