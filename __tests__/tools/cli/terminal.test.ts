import { describe, expect, it } from "vitest";
import { Terminal } from "../../../tools/cli/terminal";

const CLEAR = "\r\u001b[2K";

interface Kind {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A terminal, or two streams that are none, and what was written to it. */
function aTerminal(env: NodeJS.ProcessEnv, stdout: Kind = {}, stderr: Kind = stdout) {
  const written: [stream: string, text: string][] = [];
  const stream = (name: string, kind: Kind) => ({
    ...kind,
    write: (text: string) => written.push([name, text]),
  });
  const terminal = new Terminal({
    stdout: stream("stdout", stdout),
    stderr: stream("stderr", stderr),
    env,
  });
  return { terminal, written };
}

const WIDE = { isTTY: true, columns: 80 };
const LONG = "  one two three four five six";

describe("output", () => {
  it.each([
    ["in a pipe", {}, {}],
    ["with NO_COLOR", { NO_COLOR: "1" }, WIDE],
    ["in CI", { CI: "true" }, WIDE],
    ["on a dumb terminal", { TERM: "dumb" }, WIDE],
  ])("is plain %s: no colour, no wrapping, no line that changes", (_, env, kind) => {
    const { terminal, written } = aTerminal(env, { ...kind, columns: 10 });
    terminal.status("half way");
    terminal.print(terminal.colors.red(LONG));
    terminal.warn(LONG);
    terminal.endStatus();
    expect(terminal.isLive).toBe(false);
    expect(written).toEqual([
      ["stdout", `${LONG}\n`],
      ["stderr", `${LONG}\n`],
    ]);
  });

  it.each([{ NO_COLOR: "" }, { CI: "" }, { TERM: "xterm" }, {}])(
    "is for people on a terminal: %j",
    (env) => {
      const { terminal } = aTerminal(env, WIDE);
      expect(terminal.colors.red("a")).toBe("\u001b[31ma\u001b[39m");
      expect(terminal.isLive).toBe(true);
    },
  );

  it("is wrapped at the width of the terminal, with the indent of its line", () => {
    const { terminal, written } = aTerminal({}, { isTTY: true, columns: 16 });
    terminal.print(LONG);
    expect(written).toEqual([["stdout", "  one two three\n    four five\n    six\n"]]);
  });

  it("is wrapped without counting colours, and never within a word", () => {
    const { terminal, written } = aTerminal({}, { isTTY: true, columns: 9 });
    const { red } = terminal.colors;
    terminal.print(`${red("one")} two 111111111111.dkr`);
    expect(written).toEqual([["stdout", `${red("one")} two\n  111111111111.dkr\n`]]);
  });

  it("takes 80 columns where a terminal does not tell its width", () => {
    const { terminal, written } = aTerminal({}, { isTTY: true, columns: 0 });
    const word = "a".repeat(40);
    terminal.print(`${word} ${word}`);
    expect(written).toEqual([["stdout", `${word}\n  ${word}\n`]]);
  });

  it("for programs is the same everywhere, byte for byte", () => {
    const text = `::set-output\u001b[31m${"a ".repeat(60)}`;
    for (const kind of [WIDE, {}]) {
      const { terminal, written } = aTerminal({}, kind);
      terminal.printExactly(text);
      expect(written).toEqual([["stdout", text]]);
    }
  });

  it("is one line to a call, and nothing for nothing", () => {
    const { terminal, written } = aTerminal({});
    terminal.print("");
    terminal.print("a");
    terminal.print("b\n");
    expect(written.map(([, text]) => text)).toEqual(["a\n", "b\n"]);
  });

  it("knows standard output from standard error", () => {
    const { terminal, written } = aTerminal({}, {}, { isTTY: true, columns: 16 });
    terminal.print(LONG);
    terminal.warn(LONG);
    expect(terminal.colors.red("a")).toBe("a");
    expect(written).toEqual([
      ["stdout", `${LONG}\n`],
      ["stderr", "  one two three\n    four five\n    six\n"],
    ]);
  });
});

describe("the line that tells how far it is", () => {
  it("changes in its place, and is gone before something else is written", () => {
    const { terminal, written } = aTerminal({}, WIDE);
    terminal.status("1 of 2");
    terminal.status("2 of 2");
    terminal.print("done");
    terminal.status("more");
    terminal.printExactly("{}");
    terminal.status("more");
    terminal.warn("warned");
    terminal.endStatus();
    expect(written).toEqual([
      ["stderr", `${CLEAR}1 of 2`],
      ["stderr", `${CLEAR}2 of 2`],
      ["stderr", CLEAR],
      ["stdout", "done\n"],
      ["stderr", `${CLEAR}more`],
      ["stderr", CLEAR],
      ["stdout", "{}"],
      ["stderr", `${CLEAR}more`],
      ["stderr", CLEAR],
      ["stderr", "warned\n"],
    ]);
  });

  it("is cut before it fills the width, and moves no cursor", () => {
    const { terminal, written } = aTerminal({}, { isTTY: true, columns: 10 });
    terminal.status("a\u001b[2Jbcdefghijk");
    expect(written).toEqual([["stderr", `${CLEAR}a\ufffd[2Jbcde`]]);
  });
});
