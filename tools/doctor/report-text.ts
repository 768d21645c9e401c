import type { Colors } from "../cli/terminal";
import { documentation } from "../documentation";
import type { Examination, Examined } from "./examination";
import type { Severity } from "./finding";
import type { Outcome } from "./outcome";

const ORDER: readonly Severity[] = ["error", "warning", "unknown", "note"];

const COLORS = { error: "red", warning: "yellow", unknown: "yellow", note: "cyan" } as const;

/** The largest number of things that are listed for one finding. */
const NAMED = 10;

/** The findings as text: the most severe first, and equal ones together. */
export function reportText(
  examinations: readonly Examination[],
  outcome: Outcome,
  colors: Colors,
): string {
  const registries = examinations.map((one) =>
    [colors.bold(heading(one)), ...paragraphs(one, colors)].join("\n\n"),
  );
  return `${[...registries, conclusion(examinations, outcome)].join("\n\n")}\n`;
}

function heading({ registry: { aws, rules, wanted } }: Examination): string {
  const caches = rules.map((rule) => rule.ecrRepositoryPrefix).join(", ");
  const stack = wanted ? `${wanted.stack}: ` : "";
  return `${stack}account ${aws.accountId}, ${aws.region}, ${caches ? `caches ${caches}` : "no cache"}`;
}

/** Findings with the same code and the same fix become one paragraph. */
function paragraphs({ findings }: Examination, colors: Colors): string[] {
  const open = findings.filter(({ fixed }) => !fixed);
  const sorted = ORDER.flatMap((severity) => open.filter((one) => one.severity === severity));
  const groups = grouped(sorted, (one) => [one.severity, one.code, one.fix].join("\n"));
  return [...groups.values()].map((same) => paragraph(same, colors));
}

function paragraph(same: [Examined, ...Examined[]], colors: Colors): string {
  const [{ severity, code, fix }] = same;
  // Lists all things with the same cause together, and all causes of the same thing.
  const byCause = [...grouped(same, ({ cause }) => cause).entries()].map(([cause, those]) => ({
    cause,
    named: names(those.map(({ where }) => where)),
  }));
  const lines = [...grouped(byCause, ({ named }) => named).entries()].flatMap(([named, those]) => [
    named,
    ...those.map(({ cause }) => `      ${cause}`),
  ]);
  return [
    `  ${colors[COLORS[severity]](severity)}: ${code}`,
    ...lines,
    ...(fix === undefined ? [] : [`      fix: ${fix}`]),
  ].join("\n");
}

function names(all: readonly string[]): string {
  const named = all.slice(0, NAMED).map((where) => `    ${where}`);
  const more = all.length > NAMED ? [`    and ${all.length - NAMED} more (--json lists all)`] : [];
  return [...named, ...more].join("\n");
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

function conclusion(examinations: readonly Examination[], outcome: Outcome): string {
  const all = examinations.flatMap(({ findings }) => findings);
  const open = all.filter(({ fixed }) => !fixed);
  const count = (severity: Severity, one: string, many: string) => {
    const number = open.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
  };
  const fixed = all.length - open.length;
  const counts = [
    ...count("error", "error", "errors"),
    ...count("warning", "warning", "warnings"),
    ...count("unknown", "not checked", "not checked"),
    ...count("note", "note", "notes"),
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
  ].join(", ");
  if (outcome === "healthy") return counts ? `Healthy (${counts}).` : "Healthy.";
  return counts
    ? `${counts}. See ${documentation("doctor")} for an explanation of each.`
    : "Nothing was found, but not every registry could be checked.";
}
