import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isMap, parseDocument } from "yaml";
import { writeFile } from "../atomic-file";
import { type CacheMapSource, readCacheMap } from "../cache/cache-map-source";
import { SETTINGS_FILE } from "../cache/settings-file";
import { SCHEMA_FILE, settingsJsonSchema } from "../cache/settings-schema";
import type { Context } from "../cli/context";
import { invocation } from "../cli/invocation";
import { UserError } from "../cli/user-error";

const BEGINNING =
  "# What is cached where, for the command ecr-cache. Made by `ecr-cache init`.\nregistries: {}\n";

export interface InitOptions {
  readonly source: CacheMapSource;
  /** Whether a file that is there gets the new map, and keeps what else it says. */
  readonly force?: boolean;
  /** Where to write the JSON schema of the file, for editors. */
  readonly schema?: string;
}

/**
 * Writes what is cached where into a file that other commands find.
 *
 * @throws UserError when there is a file already, or nothing says what is cached where
 */
export async function init(options: InitOptions, context: Context): Promise<void> {
  const { source, force = false, schema } = options;
  const isThere = existsSync(SETTINGS_FILE);
  if (isThere && !force) {
    throw new UserError(
      `${SETTINGS_FILE} is there already.\n  fix: give it the new map with --force; what else it says stays`,
    );
  }
  const { entries } = await readCacheMap(source, context, { settings: () => undefined });
  const text = isThere ? readFileSync(SETTINGS_FILE, "utf8") : BEGINNING;
  const document = settingsIn(text);
  const registries = entries.map(({ upstream, cache }) => [upstream, cache]);
  document.set("registries", document.createNode(Object.fromEntries(registries)));
  if (schema !== undefined) writeFile(schema, settingsJsonSchema());
  const hint = isThere ? schema : (schema ?? installedSchema());
  writeFile(SETTINGS_FILE, withSchema(document.toString({ lineWidth: 0 }), hint));
  const { terminal, env } = context;
  terminal.print(
    `Wrote ${SETTINGS_FILE}, with ${entries.length === 1 ? "1 cache" : `${entries.length} caches`}.`,
  );
  terminal.print(`Next: ${invocation(env)} rewrite --diff .`);
}

/** @throws UserError when the file is so wrong that nothing can be put into it */
function settingsIn(text: string): ReturnType<typeof parseDocument> {
  const document = parseDocument(text);
  const [broken] = document.errors;
  if (!broken && (document.contents === null || isMap(document.contents))) return document;
  const what = broken ? broken.message.split(":\n", 1)[0] : "it is no mapping";
  throw new UserError(`${SETTINGS_FILE}: ${what}\n  fix: correct the file, or remove it`);
}

/** The text with the line that editors with a YAML language server read first. */
function withSchema(text: string, schema: string | undefined): string {
  if (schema === undefined) return text;
  const path = /^[./]/.test(schema) ? schema : `./${schema}`;
  const others = text.replace(/^# yaml-language-server: \$schema=.*\n/m, "");
  return `# yaml-language-server: $schema=${path}\n${others}`;
}

/** The schema of the package, where it is installed in this folder or above it. */
function installedSchema(folder = process.cwd()): string | undefined {
  const file = join(folder, "node_modules", "ecr-pull-through-cache", SCHEMA_FILE);
  if (existsSync(file)) return relative("", file).split(sep).join("/");
  return dirname(folder) === folder ? undefined : installedSchema(dirname(folder));
}
