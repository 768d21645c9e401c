import { describe, expect, it } from "vitest";
import { driftReport, hasDrift } from "../../../tools/pipeline/drift-report";
import { type PlanRecord, recordText } from "../../../tools/pipeline/plan-record";
import type { Action, PlannedChange } from "../../../tools/pipeline/planned-changes";
import { LONGEST_SUMMARY, planSummary, recordMark } from "../../../tools/pipeline/summary";
import { aRecord } from "./records";

const change = (address: string, ...actions: Action[]): PlannedChange => ({
  address,
  actions,
  values: {},
});

const planned = (
  stack: string,
  changes: PlannedChange[],
  text = "the plan",
  also: Partial<PlanRecord> = {},
) => ({
  record: aRecord({
    stack,
    changes: changes.map((one) => ({ ...one, actions: [...one.actions] })),
    ...also,
  }),
  text: `${text}\n`,
});

describe("the summary of plans", () => {
  it("has a line for each stack, counted as Terraform does, and the plan in its details", () => {
    const changes = [
      change("aws_a.b", "create"),
      change("aws_a.c", "update"),
      change("aws_a.d", "delete", "create"),
      change("aws_a.e", "import"),
      change("output.o", "create"),
    ];
    const stacks = [planned("eu", changes), planned("us", [])];
    const marks = stacks.map(({ record: { stack }, record }) => {
      return recordMark(stack, recordText(record));
    });
    expect(planSummary(stacks)).toBe(`### Terraform plan

> [!CAUTION]
> **1 thing goes, or would be replaced:**
> - \`aws_a.d\` of \`eu\` would be replaced

| stack | add | change | destroy | import | record |
| --- | --- | --- | --- | --- | --- |
| \`eu\` | 2 | 1 | **1** | 1 | \`plan-eu-0123456789abcdef\` |
| \`us\` | no changes | | | | \`plan-us-0123456789abcdef\` |

<details><summary><code>eu</code>: 1 to import, 2 to add, 1 to change, 1 to destroy</summary>

\`\`\`
the plan
\`\`\`

</details>

${marks.join("\n")}
`);
    expect(marks[0]).toMatch(/^<!-- record of eu: [0-9a-f]{64} -->$/);
  });

  it("names the settings that Terraform was given beside the files", () => {
    const settings = { TF_WORKSPACE: "0".repeat(64), NODE_OPTIONS: "1".repeat(64) };
    expect(planSummary([planned("eu", [], "", { settings })])).toContain(
      "Terraform was also given: `TF_WORKSPACE`, `NODE_OPTIONS`.",
    );
  });

  it("says nothing of losses where there are none", () => {
    expect(planSummary([planned("eu", [change("aws_a.b", "create")])])).not.toContain("CAUTION");
  });

  it("is cut to what fits into a comment, between lines, and says where the rest is", () => {
    const text = "# aws_a.b will be created\n".repeat(5000);
    const stacks = ["one", "two", "three"].map((name) =>
      planned(name, [change("aws_a.b", "create")], name === "two" ? "short" : text),
    );
    const summary = planSummary(stacks);
    expect(summary.length).toBeLessThanOrEqual(LONGEST_SUMMARY);
    expect(summary.length).toBeGreaterThan(LONGEST_SUMMARY * 0.8);
    expect(summary).toContain("`plan.txt` of the artefact `plan-one-0123456789abcdef`");
    expect(summary).toContain("\nshort\n");
    expect(summary.match(/^# aws_a.*$/gm)?.every((line) => line.endsWith("created"))).toBe(true);
    expect(summary.match(/^```$/gm)).toHaveLength(6);
  });

  it("lists so many losses that there is room for the plan", () => {
    const gone = Array.from({ length: 2000 }, (_, id) => change(`aws_a.b["${id}"]`, "delete"));
    const summary = planSummary([planned("eu", gone)]);
    expect(summary.length).toBeLessThan(LONGEST_SUMMARY);
    expect(summary).toContain("> - and 1950 more");
  });

  it("cannot be broken out of by a plan with backticks", () => {
    const text = 'description = "```\n</details> ````"';
    expect(planSummary([planned("eu", [change("aws_a.b", "create")], text)])).toContain(
      `\`\`\`\`\`\n${text}\n\`\`\`\`\``,
    );
  });
});

describe("the report about drift", () => {
  const drifted = {
    stack: "eu",
    changes: [
      { ...change("aws_a.b", "update"), values: { "days/0": {}, "days/1": {}, name: {} } },
      change("aws_a.c", "create"),
      change("aws_a.d", "update"),
    ],
    outside: [
      { address: "aws_a.b", actions: ["update"] },
      { address: "aws_a.c", actions: ["delete"] },
      { address: "aws_a.z", actions: ["update"] },
    ],
  };
  const clean = {
    stack: "us",
    changes: [],
    outside: [{ address: "aws_a.z", actions: ["update"] }],
  };

  it("says what differs, how it came about, and what to do", () => {
    const report = driftReport([drifted, clean]);
    expect(report).toContain(
      "| `aws_a.b` | changed outside of Terraform | would be changed | `days`, `name` |",
    );
    expect(report).toContain("| `aws_a.c` | deleted outside of Terraform | would be created |");
    expect(report).toContain("| `aws_a.d` | changed in the configuration, or as a consequence |");
    expect(report).toContain("### What to do");
    expect(report).not.toContain("`us`");
    expect(report).not.toContain("aws_a.z");
    expect(hasDrift([drifted, clean])).toBe(true);
  });

  it("says that all is well, though AWS has more than is configured", () => {
    expect(driftReport([clean])).toBe("No drift: everything is as configured (`us`).\n");
    expect(hasDrift([clean])).toBe(false);
  });
});
