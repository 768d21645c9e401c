import { describe, expect, it } from "vitest";
import { cdktfCommand, chosenStacks } from "../../../tools/cdktf/cdktf-command";
import { processesFrom, type RunningProcess } from "../../../tools/cdktf/process-tree";
import type { SynthesizedStack } from "../../../tools/terraform/synthesized-stack";

const SHELL = {
  pid: 12,
  words: ["/bin/sh", "-c", "node tools/run-app.cjs main.ts"],
  hasTerminal: false,
};
const NPX = { pid: 10, words: ["npm", "exec", "cdktf", "deploy"], hasTerminal: false };
const env = { TF_VAR_aws_org_id: "o-exampleorgid" };

/** cdktf as it runs between npx and the shell that runs the app. */
function ran(line: string, cdktf: Partial<RunningProcess> = {}): RunningProcess[] {
  const words = ["node", "node_modules/.bin/cdktf", ...line.split(" ")];
  return [SHELL, { pid: 11, words, hasTerminal: false, env, ...cdktf }, NPX];
}

function stack(name: string): SynthesizedStack {
  const variable = { aws_org_id: {} };
  return { name, folder: name, json: { variable, terraform: { required_providers: {} } } };
}

/** The stacks that are looked at, and whether their variables are. */
function looked(line: string, cdktf: Partial<RunningProcess> = {}) {
  const command = cdktfCommand(ran(line, cdktf));
  if (!command) return undefined;
  const all = ["one", "cache-eu", "cache-us"].map(stack);
  const chosen = chosenStacks(command, all);
  return {
    stacks: chosen.map(({ name }) => name).join(" "),
    variables: chosen.some(({ json }) => Object.keys(json.variable ?? {}).length > 0),
  };
}

describe("what a command of cdktf needs", () => {
  it.each(["diff", "plan", "deploy", "apply", "destroy"])("is looked at for %s", (command) => {
    expect(looked(command)).toEqual({ stacks: "one cache-eu cache-us", variables: true });
  });

  it.each(["synth", "list", "output", "--version"])("is not looked at for %s", (command) => {
    expect(looked(command)).toBeUndefined();
  });

  it("is not looked at when something else runs the app", () => {
    expect(
      cdktfCommand([SHELL, { pid: 11, words: ["npm", "run", "synth"], hasTerminal: true }]),
    ).toBe(undefined);
  });

  it("is what the stacks need that are named, also by a pattern", () => {
    expect(looked("deploy one --auto-approve")?.stacks).toBe("one");
    expect(looked("deploy cache-*")?.stacks).toBe("cache-eu cache-us");
    expect(looked("deploy --parallelism 1 --app x.ts cache-us one")?.stacks).toBe("one cache-us");
  });

  it("has no variables that an option may give", () => {
    expect(looked("deploy one --var aws_org_id=o-exampleorgid")?.variables).toBe(false);
    expect(looked("deploy --var-file=values.tfvars")?.variables).toBe(false);
  });

  it("has no variables that cdktf will ask somebody for; a diff asks nobody", () => {
    expect(looked("deploy", { hasTerminal: true })?.variables).toBe(false);
    expect(looked("diff", { hasTerminal: true })?.variables).toBe(true);
  });

  it("has no variables where what cdktf was started with cannot be seen", () => {
    expect(looked("deploy", { env: undefined })?.variables).toBe(false);
  });
});

describe("the processes above", () => {
  it("begin with this one, and lead to who started it", () => {
    const [own, ...above] = processesFrom(process.pid);
    expect(own?.words.join(" ")).toContain("node");
    expect(above.length).toBeGreaterThan(0);
  });
});
