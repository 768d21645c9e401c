import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const CHANGELOG = `# Changelog

## [Unreleased]

- not yet

## [1.2.3] - 2026-01-31

### Added

- all of it

## [1.2.2] - 2026-01-01

- less
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "release-"));
  writeFileSync(join(folder, "package.json"), '{ "version": "1.2.3" }');
  writeFileSync(join(folder, "CHANGELOG.md"), CHANGELOG);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function notes(tag: string) {
  const args = [resolve(".ci/release-notes.cjs"), tag];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

test("the notes of a release are what the changelog says of it", () => {
  const stdout = "### Added\n\n- all of it\n";
  expect(notes("v1.2.3")).toEqual({ code: 0, stdout, stderr: "" });
});

test.each(["v1.2.4", "1.2.3", "v1.2.3-rc.1"])("the tag %s is none of version 1.2.3", (tag) => {
  const { code, stderr } = notes(tag);
  expect(stderr).toContain(`The tag is ${tag}.\n  allowed: v1.2.3`);
  expect(code).toBe(1);
});

test.each([
  ["has no entry", CHANGELOG.replace("[1.2.3]", "[1.2.0]")],
  ["has an empty entry", "## [1.2.3]\n\n## [1.2.2]\n\n- less\n"],
])("a version that the changelog %s of is not released", (_what, changelog) => {
  writeFileSync(join(folder, "CHANGELOG.md"), changelog);
  const { code, stderr } = notes("v1.2.3");
  expect(stderr).toContain(
    'fix: give what is under [Unreleased] the heading "## [1.2.3] - <date>"',
  );
  expect(code).toBe(1);
});
