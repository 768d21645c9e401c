import type { Examination, Examined } from "./examination";
import type { Severity } from "./finding";
import { outcomeOf } from "./outcome";

const ORDER: readonly Severity[] = ["error", "warning", "unknown", "note"];

/** How many things with the same finding are named. */
const NAMED = 10;

/** The findings for people: the worst first, what is the same said once. */
export function reportText(examinations: readonly Examination[]): string {
  const registries = examinations.map((one) => [heading(one), ...paragraphs(one)].join("\n\n"));
  return `${[...registries, conclusion(examinations)].join("\n\n")}\n`;
}

function heading({ registry: { aws, rules, wanted } }: Examination): string {
  const caches = rules.map((rule) => rule.ecrRepositoryPrefix).join(", ");
  const stack = wanted ? `${wanted.stack}: ` : "";
  return `${stack}account ${aws.accountId}, ${aws.region}, ${caches ? `caches ${caches}` : "no cache"}`;
}

function paragraphs({ findings }: Examination): string[] {
  const groups = new Map<string, [Examined, ...Examined[]]>();
  const open = findings.filter(({ fixed }) => !fixed);
  for (const severity of ORDER) {
    for (const one of open.filter((finding) => finding.severity === severity)) {
      const key = [one.code, one.severity, one.cause, one.fix].join("\n");
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  }
  return [...groups.values()].map(paragraph);
}

function paragraph(same: [Examined, ...Examined[]]): string {
  const [{ severity, code, cause, fix }] = same;
  const named = same.slice(0, NAMED).map(({ where }) => `    ${where}`);
  const more =
    same.length > NAMED ? [`    and ${same.length - NAMED} more (--json names all)`] : [];
  return [
    `  ${severity}: ${code}`,
    ...named,
    ...more,
    `      ${cause}`,
    ...(fix === undefined ? [] : [`      fix: ${fix}`]),
  ].join("\n");
}

function conclusion(examinations: readonly Examination[]): string {
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
    ...count("unknown", "not looked at", "not looked at"),
    ...count("note", "note", "notes"),
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
  ].join(", ");
  if (outcomeOf(examinations) === "healthy") return counts ? `Healthy (${counts}).` : "Healthy.";
  return `${counts}. docs/doctor.md explains each.`;
}
