import type { IConstruct } from "constructs";

/** From which calls each construct was created that something is said about, the nearest first. */
const traces = new WeakMap<IConstruct, readonly NodeJS.CallSite[]>();

/** The calls from which a construct was created, where something is said about it. */
export function creationTrace(construct: IConstruct): readonly NodeJS.CallSite[] {
  return traces.get(construct) ?? [];
}

/**
 * Remembers the calls that are creating a construct, so that the app's own line can be shown with what
 * is said about it. Only then is it called: an app without problems does not spend time on it.
 */
export function rememberCreation(construct: IConstruct): void {
  if (!traces.has(construct)) traces.set(construct, callSites());
}

/** A construct creates others: the app's own line is many calls above. */
const DEPTH = 60;

function callSites(): readonly NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const trace: { stack?: readonly NodeJS.CallSite[] } = {};
  Error.stackTraceLimit = DEPTH;
  Error.prepareStackTrace = (_, sites) => sites;
  Error.captureStackTrace(trace);
  // Stryker disable next-line ArrayDeclaration: captureStackTrace has written a stack
  const sites = trace.stack ?? [];
  Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  return sites;
}
