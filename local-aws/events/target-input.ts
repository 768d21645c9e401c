import { invalid } from "./errors";
import type { Target } from "./target";

const PLACEHOLDER = /<([^<>\s]+)>/g;

/** The variables that EventBridge predefines for templates. */
const PREDEFINED = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event",
  "aws.events.event.json",
  "aws.events.event.ingestion-time",
];

/** Refuses an input that EventBridge cannot send to a target in place of the event. */
export function checkInput(target: Target): void {
  const { Id, Input, InputPath, InputTransformer } = target;
  const given = [Input, InputPath, InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`JSON syntax error in input for target ${Id}.`);
  }
  const paths = InputTransformer?.InputPathsMap ?? {};
  for (const path of InputPath === undefined ? Object.values(paths) : [InputPath]) {
    if (!path.startsWith("$")) throw invalid(`Invalid InputPath for target ${Id}.`, `"${path}"`);
  }
  if (InputTransformer) checkTemplate(Id, InputTransformer.InputTemplate, Object.keys(paths));
}

/** Apart from its placeholders, a template is JSON, or lines of JSON. */
function checkTemplate(id: string, template: string, names: readonly string[]): void {
  for (const [, name = ""] of template.matchAll(PLACEHOLDER)) {
    if (names.includes(name) || PREDEFINED.includes(name)) continue;
    throw invalid(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
  }
  // A number is valid both as a JSON value and inside a JSON string.
  const filled = template.replace(PLACEHOLDER, "0");
  const lines = filled.split("\n").filter((line) => line.trim() !== "");
  if (isJson(filled) || (lines.length > 0 && lines.every(isJson))) return;
  throw invalid(
    `Invalid InputTemplate for target ${id}.`,
    "neither JSON nor lines of JSON: a string needs quotation marks",
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
