import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { text } from "./pipeline-files";

interface PackageRule {
  readonly groupName?: string;
  readonly matchPackageNames?: readonly string[];
  readonly enabled?: boolean;
}

interface CustomManager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

const renovate: {
  readonly packageRules: readonly PackageRule[];
  readonly customManagers: readonly CustomManager[];
} = JSON.parse(text("renovate.json"));

const manifest = JSON.parse(text("package.json"));
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

describe("renovate.json", () => {
  test("moves the four packages of CDKTF together", () => {
    const rule = renovate.packageRules.find(({ groupName }) => groupName === "CDKTF");
    expect(rule?.matchPackageNames).toEqual([
      "cdktf",
      "cdktf-cli",
      "constructs",
      "@cdktf/provider-aws",
    ]);
  });

  test("names no package that the project does not have", () => {
    const named = renovate.packageRules
      .flatMap(({ matchPackageNames = [] }) => matchPackageNames)
      .filter((name) => name !== "node" && !name.endsWith("/**"));
    expect(named.filter((name) => !dependencies.includes(name))).toEqual([]);
    expect(dependencies.some((name) => name.startsWith("@aws-sdk/"))).toBe(true);
  });
});

describe("what Renovate finds by a pattern of ours", () => {
  const [terraform, node] = renovate.customManagers;

  function found(manager: CustomManager | undefined): (string | undefined)[] {
    const paths = (manager?.managerFilePatterns ?? []).map((pattern) =>
      pattern.slice(2, -2).replaceAll("\\", ""),
    );
    return paths.flatMap((path) => {
      expect(existsSync(path)).toBe(true);
      return (manager?.matchStrings ?? []).flatMap((pattern) =>
        [...text(path).matchAll(new RegExp(pattern, "g"))].map(
          ({ groups }) => groups?.["currentValue"],
        ),
      );
    });
  }

  test("is the version of Terraform, once on GitHub and once on GitLab", () => {
    expect(found(terraform)).toEqual([expect.stringMatching(/^1\.\d+\.\d+$/), found(terraform)[0]]);
  });

  test("is each Node image that the tests run on", () => {
    expect(found(node).map((version) => version?.split(".")[0])).toEqual(["20", "22", "24", "26"]);
  });
});
