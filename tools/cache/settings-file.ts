import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import type * as z from "zod";
import { UserError } from "../cli/user-error";
import { documentation } from "../documentation";
import { settingsSchema } from "./settings-schema";

/** The file that tells a repository what is cached where. */
export const SETTINGS_FILE = ".ecr-cache.yaml";

export interface Settings extends z.infer<typeof settingsSchema> {
  /** The file, from where the command runs. */
  readonly file: string;
  /** Its folder. */
  readonly folder: string;
}

/**
 * The settings of the folder in which somebody stands: those of the nearest file above it.
 *
 * @returns nothing where there is no such file
 * @throws UserError when the file says something else than settings
 */
export function readSettings(folder: string = process.cwd()): Settings | undefined {
  const path = fileAbove(folder);
  if (path === undefined) return undefined;
  const file = relative("", path) || SETTINGS_FILE;
  const text = readFileSync(path, "utf8");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) {
    const [what = ""] = broken.message.split(/ at line \d/);
    throw new UserError(`${at(broken.pos[0])}: it is no YAML: ${what}`);
  }
  const result = settingsSchema.safeParse(settingsOf(document, file) ?? {});
  if (result.success) return { ...result.data, file, folder: dirname(path) };
  const problems = result.error.issues.map(({ path: keys, message }) => {
    const place = keys.length > 0 ? `${keys.join(".")}: ` : "";
    return `${at(offsetOf(document, keys))}: ${place}${message}`;
  });
  throw new UserError(
    `${problems.join("\n")}\n  fix: see ${SETTINGS_FILE} in ${documentation("ci-check")}, or remove the file and write it anew with \`ecr-cache init --outputs outputs.json\``,
  );
}

function fileAbove(folder: string): string | undefined {
  const file = join(folder, SETTINGS_FILE);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : fileAbove(dirname(folder));
}

/** An alias is only looked for when the value is wanted. */
function settingsOf(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new UserError(`${file}: it is no YAML: ${(error as Error).message}`);
  }
}

/** Where a value begins, or the nearest one around it that there is. */
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
