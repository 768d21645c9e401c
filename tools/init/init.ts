import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isMap, parseDocument } from "yaml";
import { writeFile } from "../atomic-file";
import { type CacheMapSource, readCacheMap } from "../cache/cache-map-source";
import { SETTINGS_FILE } from "../cache/settings-file";
import { SCHEMA_FILE, settingsJsonSchema } from "../cache/settings-schema";
import type { Context } from "../cli/context";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";
import { folderWith } from "../folders-above";
import { readInputFile } from "../input-file";

const BEGINNING =
  "# What is cached where, for the command ecr-cache. Written by `ecr-cache init`.\nregistries: {}\n";

export interface InitOptions {
  readonly source: CacheMapSource;
  /** Whether to replace the map in an existing file, and keep everything else in it. */
  readonly force?: boolean;
  /** Where to write the JSON schema of the file, for editors. */
  readonly schema?: string;
}

/**
 * Writes the settings file, which says what is cached where, into the current folder.
 *
 * @throws UserError when there is a file already, or no map of the caches
 */
export async function init(options: InitOptions, context: Context): Promise<void> {
  const { source, force = false, schema } = options;
  const isThere = existsSync(SETTINGS_FILE);
  if (isThere && !force) {
    throw new UserError(
      `${SETTINGS_FILE} already exists.\n  fix: replace its map with --force, which keeps everything else in it`,
    );
  }
  const { entries } = await readCacheMap(source, context, { settings: () => undefined });
  const text = isThere ? readInputFile(SETTINGS_FILE) : BEGINNING;
  const document = settingsIn(text);
  const registries = entries.map(({ upstream, cache }) => [upstream, cache]);
  document.set("registries", document.createNode(Object.fromEntries(registries)));
  const hint = isThere ? schema : (schema ?? installedSchema());
  const written = withSchema(textOf(document), hint);
  if (schema !== undefined) writeFile(schema, settingsJsonSchema());
  writeFile(SETTINGS_FILE, written);
  const { terminal, env } = context;
  terminal.print(
    `Wrote ${SETTINGS_FILE}, with ${entries.length === 1 ? "1 cache" : `${entries.length} caches`}.`,
  );
  terminal.print(`Next: ${invocation(env)} rewrite --diff .`);
}

/** @throws UserError when the file is not valid YAML, or not a mapping */
function settingsIn(text: string): ReturnType<typeof parseDocument> {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (!broken && (document.contents === null || isMap(document.contents))) return document;
  const what = broken ? broken.message.split(":\n", 1)[0] : "it is not a mapping";
  throw new UserError(`${SETTINGS_FILE}: ${what}\n  fix: correct the file, or remove it`);
}

/** @throws UserError where something else in the file is an alias of what had to give way */
function textOf(document: ReturnType<typeof parseDocument>): string {
  try {
    return document.toString({ lineWidth: 0 });
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith("Unresolved alias")) throw error;
    throw new UserError(
      `${SETTINGS_FILE}: ${message}\n  fix: write out what the alias stands for, or remove the file`,
    );
  }
}

/** Adds the comment that tells editors with a YAML language server which schema to use. */
function withSchema(text: string, schema: string | undefined): string {
  if (schema === undefined) return text;
  const path = /^[./]/.test(schema) ? schema : `./${schema}`;
  const others = text.replace(/^# yaml-language-server: \$schema=.*\n/m, "");
  return `# yaml-language-server: $schema=${path}\n${others}`;
}

/** The path of the schema in the installed package, in this folder or above it. */
function installedSchema(): string | undefined {
  const file = join("node_modules", "ecr-pull-through-cache", SCHEMA_FILE);
  const folder = folderWith(file);
  return folder && relative("", join(folder, file)).split(sep).join("/");
}
