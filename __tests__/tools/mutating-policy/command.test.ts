import { describe, expect, it } from "vitest";
import { ecrCache } from "../cli/ecr-cache";
import { policiesIn } from "./admission";

const PAIR = "docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";

const command = (...args: readonly string[]) => ecrCache(["mutating-policy", ...args]);

const ofCache = async (...args: readonly string[]) =>
  (await command("--map", PAIR, ...args)).stdout;

describe("ecr-cache mutating-policy", () => {
  it("prints a policy of Kyverno's, and nothing else", async () => {
    const { code, stdout, stderr } = await command("--map", PAIR);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(policiesIn(stdout).map(({ kind, metadata }) => [kind, metadata.name])).toEqual([
      ["MutatingPolicy", "ecr-pull-through-cache"],
      ["MutatingPolicy", "ecr-pull-through-cache-debug"],
    ]);
  });

  it("prints one for Kubernetes alone", async () => {
    const printed = await ofCache("--kind", "mutating-admission-policy");
    expect(policiesIn(printed).map(({ kind }) => kind)).toContain("MutatingAdmissionPolicy");
  });

  it("leaves the cluster's own pods alone unless it is told which", async () => {
    expect(await ofCache()).toMatch(/values:\s+- kube-system\s+- kyverno\n/);
    const printed = await ofCache("--exclude", "a", "--exclude", "b");
    expect(printed).toMatch(/values:\s+- a\s+- b\n/);
    expect(printed).not.toContain("kube-system");
  });

  it("leaves digests alone unless it is told otherwise", async () => {
    expect(await ofCache("--digests")).not.toBe(await ofCache());
  });

  it("takes the word that was there before --map", async () => {
    expect((await command("--registry", PAIR)).stdout).toBe(await ofCache());
  });

  it.each([
    [
      ["--map", "docker.io"],
      '--map "docker.io"\n  allowed: <host>=<address>\n  fix: write --map docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub\n',
    ],
    [["--knd", "kyverno"], "Unknown option '--knd'. Did you mean --kind? See --help.\n"],
    [
      ["--kind", "gatekeeper"],
      "Option '--kind <kind>' argument 'gatekeeper' is invalid. Allowed choices are kyverno, mutating-admission-policy. See --help.\n",
    ],
    [["--regsitry", PAIR], "Unknown option '--regsitry'. See --help.\n"],
    [
      ["policy.yaml"],
      "Too many arguments for 'mutating-policy'. Expected 0 arguments but got 1. See --help.\n",
    ],
  ])("refuses %j with 64, and prints no policy", async (args, stderr) => {
    expect(await command(...args)).toEqual({ code: 64, stdout: "", stderr });
  });

  it("tells what it takes", async () => {
    const { code, stdout } = await command("--help");
    expect(stdout).toMatch(
      /--kind <kind> .*"kyverno",\s+"mutating-admission-policy", default:\s+"kyverno"/,
    );
    expect(code).toBe(0);
  });
});
