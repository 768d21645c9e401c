import { describe, expect, it } from "vitest";
import { ImageScanning, type ImageScanningProps } from "../../constructs/image-scanning";
import { template } from "../template";

const scanning = (props: object) =>
  template((stack) => {
    new ImageScanning(stack, "scanning", props as ImageScanningProps);
  });

const rule = (scan_frequency: string, ...filters: readonly string[]) => ({
  scan_frequency,
  repository_filter: filters.map((filter) => ({ filter_type: "WILDCARD", filter })),
});

describe("enhanced scanning", () => {
  it.each([
    [{ onPush: ["a/*"] }, [rule("SCAN_ON_PUSH", "a/*")]],
    [{ continuous: ["a/*"] }, [rule("CONTINUOUS_SCAN", "a/*")]],
    [
      { onPush: ["a/*", "b/*"], continuous: ["c/*"] },
      [rule("CONTINUOUS_SCAN", "c/*"), rule("SCAN_ON_PUSH", "a/*", "b/*")],
    ],
  ])("is that of the lists that are given: %j", (lists, rules) => {
    const { problems, resource } = scanning({ type: "ENHANCED", ...lists });
    expect(problems).toEqual([]);
    expect(resource("aws_ecr_registry_scanning_configuration", "this")).toEqual({
      scan_type: "ENHANCED",
      rule: rules,
    });
  });

  it("has filters, because it would scan nothing without", () => {
    expect(scanning({ type: "ENHANCED" }).problems).toEqual([
      "[stack/scanning] scanning = ENHANCED without filters\n" +
        "  allowed: `onPush`, `continuous` or both: what no filter matches is not scanned\n" +
        '  fix: write continuous: ["*"], or choose type: "BASIC"',
    ]);
  });
});

describe("a list of filters", () => {
  it.each([
    ["BASIC", "onPush", "ENHANCED"],
    ["BASIC", "continuous", "ENHANCED"],
    ["ENHANCED", "repositories", "BASIC"],
  ])("is of the type of scanning: not %s with %s", (type, list, other) => {
    const own = type === "BASIC" ? { repositories: ["*"] } : { onPush: ["*"] };
    expect(scanning({ type, ...own, [list]: ["*"] }).problems).toEqual([
      expect.stringMatching(
        new RegExp(
          `^\\[stack/scanning\\] scanning\\.${list}\n {2}allowed: only with type: "${other}"`,
        ),
      ),
    ]);
  });

  it.each([
    [{ type: "BASIC" }, "scanning.repositories"],
    [{ type: "ENHANCED", onPush: [] }, "scanning.onPush"],
    [{ type: "ENHANCED", continuous: [] }, "scanning.continuous"],
  ])("is not empty: %j", (props, list) => {
    expect(scanning(props).problems).toEqual([
      expect.stringContaining(`[stack/scanning] ${list} = 0 filters\n`),
    ]);
  });

  it("may take the place of another team's, where that is said", () => {
    const props = { type: "BASIC", repositories: ["*"] };
    expect(scanning({ ...props, existing: "replace" }).problems).toEqual([]);
    expect(scanning({ ...props, existing: "merge" }).problems).toHaveLength(1);
  });
});
