import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { describe, expect, it } from "vitest";
import { ECR_CACHE } from "../../tools/main";
import { aContext } from "./cli/context";
import { ecrCache } from "./cli/ecr-cache";

const PAGES = [
  ...["README.md", "CONTRIBUTING.md", "local-aws/README.md", "tools/package/README.md"],
  ...readdirSync("docs").map((name) => join("docs", name)),
].filter((page) => page.endsWith(".md"));

const SCRIPTS = Object.keys(ECR_CACHE.subcommands).join("|");
const LINE = new RegExp(
  `(?:npx ecr-cache|npx --yes ecr-pull-through-cache@[\\d.]+|entry: ecr-cache|npm run (?=(?:${SCRIPTS}) --))(.*)`,
  "g",
);

/** The words of each command line of ours in a text, up to what the shell does with its output. */
function linesIn(text: string): string[][] {
  return [...text.replaceAll(/\\\n\s*/g, "").matchAll(LINE)].flatMap(([, rest = ""]) => {
    const [line = ""] = rest.split(/\s[#|>&]|\s2>|`|;/, 1);
    const words = [...line.matchAll(/"[^"]*"|'[^']*'|[^\s"']+/g)].map(([word]) => word);
    const named = words.filter((word, index) => !(word === "--" && index === 1));
    return named[0] !== undefined && named[0] in ECR_CACHE.subcommands ? [named] : [];
  });
}

/** Reads a line as the command does, and does nothing. */
async function read([name = "", ...words]: readonly string[]): Promise<void> {
  const command = new Command(name);
  const subcommand = ECR_CACHE.subcommands[name];
  (await subcommand?.load())?.define(command, aContext({}).context);
  silence(command);
  await command.parseAsync(words, { from: "user" });
}

function silence(command: CommandUnknownOpts): void {
  if (command.commands.length === 0) command.action(() => {});
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const step of command.commands) silence(step);
}

describe("a command line that is documented is one that the command reads", () => {
  it("in what pages say", async () => {
    const lines = PAGES.flatMap((page) =>
      linesIn(readFileSync(page, "utf8")).map((words) => ({ page, words })),
    ).filter(({ words }) => words.length > 1);
    expect(lines.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    for (const { page, words } of lines) {
      await read(words).catch((error: Error) => {
        wrong.push(`${page}: ${words.join(" ")}: ${error.message}`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it.each(Object.keys(ECR_CACHE.subcommands))("in the examples of %s", async (name) => {
    const { stdout } = await ecrCache([name, "--help"]);
    const [examples = ""] = stdout.split("\nUsage:", 1);
    for (const [, example = ""] of examples.matchAll(/^ {2}ecr-cache (.*?)(?: {2}.*| \| .*)?$/gm)) {
      await read(example.split(" "));
    }
  });
});
