import { readFileSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import { describe, expect, it } from "vitest";
import { EXIT } from "../../../tools/cli/exit-code";
import { UsageError } from "../../../tools/cli/usage-error";
import { UserError } from "../../../tools/cli/user-error";
import { ECR_CACHE } from "../../../tools/main";
import { aContext } from "./context";
import { ecrCache } from "./ecr-cache";
import { programThat } from "./program";

const COMMANDS = Object.keys(ECR_CACHE.subcommands);

describe("help", () => {
  it("lists all commands, each with what it does", async () => {
    const { code, stdout, stderr } = await ecrCache(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: ecr-cache <command> \[options\]\n/);
    const text = stdout.replaceAll(/\s+/g, " ");
    for (const [name, { summary }] of Object.entries(ECR_CACHE.subcommands)) {
      expect(text).toContain(` ${name} ${summary} `);
    }
    expect(await ecrCache(["help"])).toEqual({ code, stdout, stderr });
    expect(await ecrCache(["-h"])).toEqual({ code, stdout, stderr });
  });

  it("of a command is the same after --, which a script may have put before it", async () => {
    expect(await ecrCache(["--", "warm", "-h"])).toEqual(await ecrCache(["warm", "-h"]));
  });

  it.each(COMMANDS)("of %s is the same in both ways", async (name) => {
    const { code, stdout, stderr } = await ecrCache(["help", name]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: ecr-cache ${name} `);
    expect(await ecrCache([name, "--help"])).toEqual({ code, stdout, stderr });
  });

  // The first look has no options, and so nothing to give an example of.
  it.each(COMMANDS.filter((name) => name !== "demo"))(
    "of %s begins with examples",
    async (name) => {
      const { stdout } = await ecrCache([name, "--help"]);
      expect(stdout).toMatch(new RegExp(`^Examples:\n  ecr-cache ${name}\\b`));
    },
  );

  it.each(COMMANDS)("of %s says each default once", async (name) => {
    const { stdout } = await ecrCache([name, "--help"]);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(text).not.toMatch(/\(default: [^)]*\) \(default: /);
  });

  it("of a command of a command is found in both ways", async () => {
    const { code, stdout } = await ecrCache(["help", "pipeline", "plan"]);
    expect(stdout).toContain("Usage: ecr-cache pipeline plan [options] [stack...]");
    expect(code).toBe(0);
    expect((await ecrCache(["pipeline", "plan", "--help"])).stdout).toBe(stdout);
  });

  it("is shown where no command is named, and is no answer", async () => {
    const { stdout } = await ecrCache(["--help"]);
    expect(await ecrCache([])).toEqual({ code: 64, stdout: "", stderr: stdout });
  });
});

describe("the texts of the help", () => {
  async function defined(name: string): Promise<Command> {
    const command = new Command(name);
    (await ECR_CACHE.subcommands[name]?.load())?.define(command, aContext({}).context);
    return command;
  }

  it.each(COMMANDS)("describe %s in imperative sentences", async (name) => {
    const command = await defined(name);
    expect(command.description()).toMatch(/^[A-Z][a-z]+ .*\.$/s);
    expect(command.description()).not.toMatch(/^[A-Z][a-z]+s /);
  });

  it.each(COMMANDS)(
    "describe what belongs to %s without a capital letter and a full stop",
    async (name) => {
      const command = await defined(name);
      const parts = [command, ...command.commands];
      const texts = [
        ECR_CACHE.subcommands[name]?.summary,
        ...command.commands.map((step) => step.description()),
        ...parts.flatMap((part) => part.registeredArguments.map((one) => one.description)),
        ...parts.flatMap((part) => part.options.map((option) => option.description)),
      ];
      for (const text of texts) expect(text).toMatch(/^[a-z-].*[^.]$/s);
    },
  );
});

describe("the version", () => {
  it.each(["--version", "-V"])("is that of package.json: %s", async (word) => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(await ecrCache([word])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });
});

describe("a command line that makes no sense", () => {
  it.each([
    [["rewrit"], "Unknown command 'rewrit'. Did you mean rewrite? See --help.\n"],
    [["nowhere"], "Unknown command 'nowhere'. See --help.\n"],
    [["nowhere", "--help"], "Unknown command 'nowhere'. See --help.\n"],
    [["help", "nowhere"], "Unknown command 'nowhere'. See --help.\n"],
    [["toString"], "Unknown command 'toString'. See --help.\n"],
    [["pipeline", "aply"], "Unknown command 'aply'. Did you mean apply? See --help.\n"],
    [["--verison"], "Unknown option '--verison'. Did you mean --version? See --help.\n"],
    [["rewrite", "--chek", "."], "Unknown option '--chek'. Did you mean --check? See --help.\n"],
    [["rewrite"], "Missing required argument 'path'. See --help.\n"],
  ])("ends %j with 64 and one line", async (words, stderr) => {
    expect(await ecrCache(words)).toEqual({ code: 64, stdout: "", stderr });
  });
});

describe("the end of a command", () => {
  const act = (action: Parameters<typeof programThat>[0]) =>
    ecrCache(["act"], { program: programThat(action) });

  it("is what the command says", async () => {
    expect(await act(() => {})).toEqual({ code: 0, stdout: "", stderr: "" });
    const { code } = await act((context) => {
      context.exitCode = EXIT.no;
    });
    expect(code).toBe(1);
  });

  it("is 2 for a mistake of the user's, without a stack", async () => {
    const problem = new UserError("It is not there.\n  fix: make it");
    const ended = await act(() => Promise.reject(problem));
    expect(ended).toEqual({ code: 2, stdout: "", stderr: `${problem.message}\n` });
  });

  it("is 64 for options that make no sense together, without a stack", async () => {
    const ended = await act(() => Promise.reject(new UsageError("Choose one.")));
    expect(ended).toEqual({ code: 64, stdout: "", stderr: "Choose one.\n" });
  });

  it("is 2 for what the operating system refuses, without a stack", async () => {
    expect(await act(() => readFileSync("nowhere"))).toEqual({
      code: 2,
      stdout: "",
      stderr: "ENOENT: no such file or directory, open 'nowhere'\n",
    });
  });

  it("is 2 for a bug, with its stack and a sentence that it is one", async () => {
    const { code, stdout, stderr } = await act(() => Promise.reject(new TypeError("x is no list")));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^TypeError: x is no list\n {4}at .*run\.test\.ts:\d+/);
    expect(stderr).toMatch(
      /\n\nThis is a bug in ecr-cache 1\.2\.3, not a mistake of yours\. Please report it with the lines above\.\n$/,
    );
  });

  it("is 2 for a bug that throws no error", async () => {
    const { code, stderr } = await act(() => Promise.reject("nothing"));
    expect(stderr).toMatch(/^nothing\n\nThis is a bug in ecr-cache/);
    expect(code).toBe(2);
  });

  it("takes the line of progress away", async () => {
    const program = programThat(({ terminal }) => {
      terminal.status("half way");
      throw new UserError("No further.");
    });
    const { stderr } = await ecrCache(["act"], { program, columns: 80 });
    expect(stderr).toBe("\r\u001b[2Khalf way\r\u001b[2KNo further.\n");
  });

  it("loads the code of the command that is asked for alone", async () => {
    const program = programThat(() => {});
    const other = { summary: "", load: () => Promise.reject(new Error("loaded")) };
    const all = { ...program, subcommands: { ...program.subcommands, other } };
    expect((await ecrCache(["act"], { program: all })).code).toBe(0);
    expect((await ecrCache(["--help"], { program: all })).code).toBe(0);
  });
});
