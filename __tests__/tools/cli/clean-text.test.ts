import { describe, expect, it } from "vitest";
import { cleanJson, cleanText } from "../../../tools/cli/clean-text";
import { ecrCache } from "./ecr-cache";
import { programThat } from "./program";

const GONE = "\ufffd";
const RED = "\u001b[31mred\u001b[39m";

describe("text of somebody else's", () => {
  it.each([
    ["moves no cursor", "a\u001b[2Jb\u001b[1;1Hc", `a${GONE}[2Jb${GONE}[1;1Hc`],
    ["goes back over no line", "good\rbad\u0008", `good${GONE}bad${GONE}`],
    ["rings no bell", "a\u0007b", `a${GONE}b`],
    ["sets no title", "\u001b]0;title\u0007", `${GONE}]0;title${GONE}`],
    ["has no links", "\u001b]8;;https://x\u001b\\a", `${GONE}]8;;https://x${GONE}\\a`],
    ["has no control sequence of one character", "a\u009b2Jb", `a${GONE}2Jb`],
    ["turns no text around", "a\u202eb\u2066c\u200f", `a${GONE}b${GONE}c${GONE}`],
    ["has no lines but those with a newline", "a\u2028b\u0085c\u000b", `a${GONE}b${GONE}c${GONE}`],
    ["hides nothing behind a NUL", "a\u0000b\u007f", `a${GONE}b${GONE}`],
    ["has no colours of its own", RED, `${GONE}red${GONE}`],
    ["keeps tabs, newlines, accents and emoji", "a\tb\ncafé 🐳\n", "a\tb\ncafé 🐳\n"],
    ["has the newlines of this system", "a\r\nb", "a\nb"],
  ])("%s", (_, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it.each([
    "::set-output name=a::b",
    "::add-mask::a",
    "  ::error file=a::b",
    "\t::stop-commands::x",
    "##[error]a",
    "##vso[task.setvariable variable=a]b",
    "first\n::error::second",
    "first\r\n  ##[error]second",
    "in the middle ##[add-mask]a",
    "in the middle ##vso[task.setvariable variable=a]b",
  ])("is no command to a CI runner: %j", (text) => {
    const clean = cleanText(text);
    expect(clean).not.toMatch(/^\s*::|##\[|##vso\[/m);
    expect(clean.replaceAll("\u200b", "")).toBe(text.replaceAll("\r\n", "\n"));
  });

  it.each(["a ::error::b", "arn:aws:iam::1", "## heading", "std::string"])(
    "keeps what is no command: %j",
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );
});

describe("a URL with a password", () => {
  it.each([
    ["https://user:secret@ghcr.io/x", "https://***@ghcr.io/x"],
    ["proxy http://secret@10.0.0.1:80: refused", "proxy http://***@10.0.0.1:80: refused"],
    ["https://AWS:p@ss@ghcr.io", "https://***@ghcr.io"],
  ])("is shown without it: %s", (text, clean) => {
    expect(cleanText(text)).toBe(clean);
    expect(cleanJson([text])).toBe(JSON.stringify([clean], null, 2));
  });

  it.each(["docker://nginx@sha256:ab", "me@example.com", "https://ghcr.io/x@sha256:ab"])(
    "is not what has none: %s",
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );

  it("has none in what is wrong with an option, however long the password is", async () => {
    const map = `https://user:secret${"s".repeat(100)}@ghcr.io=x`;
    const { code, stderr } = await ecrCache(["warm", "nginx", "--dry-run", "--map", map]);
    expect(stderr).not.toContain("secret");
    expect(stderr).toContain("https://***@ghcr.io");
    expect(code).toBe(2);
  });
});

describe("JSON for programs", () => {
  const value = { a: "\u202e\u009b31m\u2028", b: "x ##vso[y] ##[z]\n::error::", "##[k]": ["é🐳"] };

  it("means the same, and has nothing in it that a terminal or a runner obeys", async () => {
    const program = programThat(({ terminal }) => terminal.printJson(value));
    const { stdout } = await ecrCache(["act"], { program });
    expect(JSON.parse(stdout)).toEqual(value);
    expect(stdout).toContain("é🐳");
    expect(stdout).not.toMatch(/##\[|##vso\[|^\s*::|[\u007f-\u009f\u2028-\u202e]/m);
  });
});

describe("what commands say", () => {
  const program = programThat(({ terminal }) => {
    const { red, bold, dim } = terminal.colors;
    terminal.print(`${red("a")}${bold("b")}${dim("c")}\u001b[5mblinks\u001b]0;x\u0007`);
    terminal.warn("::error::from a server\u001b[2J");
  });

  it("keeps its own colours on a terminal, and nothing else", async () => {
    const { stdout, stderr } = await ecrCache(["act"], { program, columns: 80 });
    expect(stdout).toBe(
      `\u001b[31ma\u001b[39m\u001b[1mb\u001b[22m\u001b[2mc\u001b[22m${GONE}[5mblinks${GONE}]0;x${GONE}\n`,
    );
    expect(stderr).toBe(`\u200b::error::from a server${GONE}[2J\n`);
  });

  it("has none in a pipe", async () => {
    const { stdout, stderr } = await ecrCache(["act"], { program });
    expect(stdout).toBe(`abc${GONE}[5mblinks${GONE}]0;x${GONE}\n`);
    expect(stderr).toBe(`\u200b::error::from a server${GONE}[2J\n`);
  });
});
