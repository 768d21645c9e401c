import { findSourceMap } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { IConstruct } from "constructs";

/** Where the app creates each construct that something is said about. */
const places = new WeakMap<IConstruct, string>();

/** The line of the app that creates a construct, such as `main.ts:8`, where it is known. */
export function creationPlace(construct: IConstruct): string | undefined {
  return places.get(construct);
}

/**
 * Remembers the line of the app that is creating a construct. It is called when there is something to
 * say about the construct, so that an app without problems does not spend time on it.
 */
export function rememberCreationPlace(construct: IConstruct): void {
  if (places.has(construct)) return;
  const [own, ...callers] = callSites().flatMap((site) => originOf(site) ?? []);
  if (!own) return;
  const house = dirname(dirname(own.file));
  const rooms = ["constructs", "stacks"].map((room) => join(house, room) + sep);
  const caller = callers.find(({ file }) => !rooms.some((room) => file.startsWith(room)));
  if (caller) places.set(construct, `${relative("", caller.file)}:${caller.line}`);
}

/** A construct creates others: the app's own line is many calls above. */
const DEPTH = 60;

function callSites(): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const trace: { stack?: readonly NodeJS.CallSite[] } = {};
  Error.stackTraceLimit = DEPTH;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(trace, callSites);
  const sites = trace.stack ?? [];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return sites;
}

/** The place in the source. Apps run as JavaScript, which has a map if anything is known of them. */
function originOf(site: NodeJS.CallSite): { file: string; line: number } | undefined {
  const map = findSourceMap(site.getFileName() ?? "");
  const found = map?.findOrigin(site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
  if (!found || !("fileName" in found)) return undefined;
  const { fileName, lineNumber } = found;
  const file = fileName.startsWith("file:") ? fileURLToPath(fileName) : fileName;
  return { file, line: lineNumber };
}
