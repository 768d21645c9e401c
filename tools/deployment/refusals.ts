import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { LeftoverState } from "./leftover-states";
import type { Move } from "./place";
import type { RegistrySettings } from "./registry-settings";
import type { SettingOfOthers } from "./settings-of-others";

type Named = Pick<SynthesizedStack, "name">;
type Place = Pick<RegistrySettings, "accountId" | "region">;

/** What there is one of for each account and Region, as people call it. */
export const SETTINGS = {
  policy: "the registry policy",
  scanning: "the scanning configuration",
} as const;
const PROPERTIES = { policy: "organizationAccess", scanning: "scanning" } as const;

/** What is there, in a few lines. */
export function describeOthers(
  { accountId, region }: Place,
  others: readonly SettingOfOthers[],
): string {
  const blocks = others.flatMap(({ kind, lost }) => [SETTINGS[kind], ...indent(lost)]);
  return [`${accountId} has in ${region}`, ...indent(blocks)].join("\n");
}

/**
 * Says what a deployment would replace, and the ways on.
 *
 * @param save keeps a policy in a file, and says in which
 */
export function refuseReplacement(
  { name }: Named,
  { accountId, region }: Place,
  others: readonly SettingOfOthers[],
  save: (policy: string) => string,
): string {
  const blocks = others.map((one) => [
    SETTINGS[one.kind],
    ...indent(indent(one.lost)),
    ...indent(one.kind === "policy" ? mergeWays(one, region, save) : SCANNING),
    ...indent([
      `leave it as it is: take \`${PROPERTIES[one.kind]}\` out of main.ts`,
      `replace it, because nobody needs it: ${PROPERTIES[one.kind]}: { …, existing: "replace" }`,
    ]),
  ]);
  return [
    `${name} would replace what ${accountId} has in ${region} once, and what is not in the state of ${name}. Whoever made it may need it. Choose for each:`,
    ...blocks.flatMap((lines) => ["", ...indent(lines)]),
    "",
    `  Where this deployment made it, and its state was lost: npx ecr-cache import ${name}, then npx cdktf diff`,
  ].join("\n");
}

const SCANNING = [
  "keep it: in main.ts, choose the same type, and add these filters to those of `scanning`",
];

function mergeWays(
  { policy, scope }: Extract<SettingOfOthers, { kind: "policy" }>,
  region: string,
  save: (policy: string) => string,
): string[] {
  const file = save(policy);
  return [
    `keep its statements beside your own: it was saved as ${file}, so write in main.ts`,
    `  import { readFileSync } from "node:fs";`,
    `  organizationAccess: { …, mergeWith: [readFileSync("${file}", "utf8")] },`,
    `  (where the file is lost, as on a runner: aws ecr get-registry-policy --region ${region} --query policyText --output text > ${file})`,
    ...(scope ? [`  The policy scope would change as well: ${scope}.`] : []),
  ];
}

/** Says what a stack that was moved in place would leave behind. */
export function refuseMove({ name }: Named, { what, from, to }: Move): string {
  const fix =
    what === "Region"
      ? [
          `1. put region: "${from}" back, and add a stack with another id for ${to}; deploy that one`,
          `2. when nobody pulls from ${from} any more: npx cdktf destroy ${name}`,
          `3. take ${name} out of main.ts`,
        ]
      : [
          `the wrong credentials: export AWS_PROFILE=… of ${from}`,
          `another account on purpose: add a stack with another id for ${to}, and npx cdktf destroy ${name} before you take it out of main.ts`,
        ];
  return [
    `${name} is deployed in the ${what} ${from}, as its state says, and would be deployed in ${to} now. Terraform would find nothing there, make everything anew, and forget what is in ${from}: it would stay in AWS, secrets with their tokens included. Ways on:`,
    ...indent(fix),
  ].join("\n");
}

/** Says what a stack that is not in the app any more would leave behind. */
export function refuseLeftover({ stack, place, deployed }: LeftoverState): string {
  const { prefixes, regions, accounts } = deployed;
  const where = [...accounts, ...regions].join(", ");
  const what = [
    prefixes.length > 0 ? `the caches ${prefixes.join(", ")}` : "settings of the registry",
    ...(where ? [`in ${where}`] : []),
  ].join(" ");
  return [
    `${place} is the state of a stack ${stack}, which this app does not have. Without it, what that state has would stay in AWS, secrets with their tokens included: ${what}. Ways on:`,
    ...indent([
      `it was taken out: put it back into main.ts, run npx cdktf destroy ${stack}, and take it out then`,
      "it has another id now: move its state to where that of the new id is",
      `it is a stack of another app: main.ts: synthesize(app, { otherStacks: ["${stack}"] })`,
      "docs/production.md, When a stack goes, has each step",
    ]),
  ].join("\n");
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
