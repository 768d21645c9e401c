import { findSourceMap, type SourceMap } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { IConstruct } from "constructs";
import { creationTrace } from "../constructs/creation-trace";

/** The line of the app that creates a construct, such as `main.ts:8`, where it is known. */
export function creationPlace(construct: IConstruct): string | undefined {
  const [own, ...callers] = creationTrace(construct).flatMap((site) => originOf(site) ?? []);
  if (!own) return undefined;
  const house = dirname(dirname(own.file));
  const rooms = ["constructs", "stacks"].map((room) => join(house, room) + sep);
  const caller = callers.find(({ file }) => !rooms.some((room) => file.startsWith(room)));
  return caller && `${relative("", caller.file)}:${caller.line}`;
}

/** The place in the source. Apps run as JavaScript, which has a map if anything is known of them. */
function originOf(site: NodeJS.CallSite): { file: string; line: number } | undefined {
  const found = sourceMapOf(site.getFileName() ?? "")?.findOrigin(
    site.getLineNumber() ?? 0,
    site.getColumnNumber() ?? 0,
  );
  if (!found || !("fileName" in found)) return undefined;
  const { fileName, lineNumber } = found;
  // Stryker disable next-line StringLiteral: plain paths are in the maps of other bundlers only
  const file = fileName.startsWith("file:") ? fileURLToPath(fileName) : fileName;
  return { file, line: lineNumber };
}

const maps = new Map<string, SourceMap | undefined>();

/** Node.js decodes the whole map of a file each time that it is asked for. */
function sourceMapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, findSourceMap(file));
  return maps.get(file);
}
