import { describe, expect, it } from "vitest";
import { readCommandLine, usage } from "../../../tools/mutating-policy/command-line";
import { run } from "../../../tools/terraform/terraform-cli";
import { policiesIn } from "./admission";

const PAIR = "docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";

const command = (...args: readonly string[]) =>
  run(process.execPath, ["--require", "tsx/cjs", "tools/mutating-policy/command.ts", ...args], {});

describe("npm run mutating-policy", { timeout: 30_000 }, () => {
  it("prints a policy of Kyverno's, and nothing else", async () => {
    const { code, stdout, stderr } = await command("--registry", PAIR);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(policiesIn(stdout).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ["MutatingPolicy", "ecr-pull-through-cache"],
      ["MutatingPolicy", "ecr-pull-through-cache-debug"],
    ]);
  });

  it("says without a stack trace what is wrong, and prints no policy", async () => {
    const { code, stdout, stderr } = await command("--registry", "docker.io");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^--registry docker\.io\n {2}allowed: HOST=ADDRESS\n {2}fix: .*\n$/);
  });

  it("has no other options, and a code of its own for those", async () => {
    const { code, stdout, stderr } = await command("--knd", "kyverno");
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr).toBe("Unknown option '--knd'. See --help.\n");
  });

  it("leaves the cluster's own pods alone unless it is told which", () => {
    expect(readCommandLine([]).options).toEqual({
      kind: "kyverno",
      digests: false,
      exclude: ["kube-system", "kyverno"],
    });
    const args = [
      "--exclude",
      "a",
      "--exclude",
      "b",
      "--digests",
      "--kind",
      "mutating-admission-policy",
    ];
    expect(readCommandLine(args).options).toEqual({
      kind: "mutating-admission-policy",
      digests: true,
      exclude: ["a", "b"],
    });
  });

  it.each([
    [["--kind", "gatekeeper"], "allowed: kyverno, mutating-admission-policy"],
    [["--regsitry", PAIR], "Unknown option '--regsitry'. See --help."],
    [["policy.yaml"], "See --help."],
  ])("refuses %j", (args, sentence) => {
    expect(() => readCommandLine(args)).toThrow(sentence);
  });

  it("tells what it takes", () => {
    expect(usage).toContain("--kind KIND             kyverno or mutating-admission-policy");
    expect(readCommandLine(["--help"]).help).toBe(true);
  });
});
