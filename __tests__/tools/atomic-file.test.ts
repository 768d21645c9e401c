import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { run } from "../../tools/terraform/terraform-cli";
import { ENTRY } from "./cli/ecr-cache";

/** Lets a disk be full after the first bytes of each file. */
const FULL_DISK = `
const fs = require("node:fs");
const { writeFileSync } = fs;
fs.writeFileSync = (file, text) => {
  writeFileSync(file, text.slice(0, 10));
  const message = "ENOSPC: no space left on device, write";
  throw Object.assign(new Error(message), { code: "ENOSPC", syscall: "write", errno: -28 });
};
`;

it("a full disk is called that, and leaves the file as it was, and no half one", async () => {
  const folder = mkdtempSync(join(tmpdir(), "full-"));
  const preload = join(mkdtempSync(join(tmpdir(), "full-")), "full-disk.cjs");
  writeFileSync(preload, FULL_DISK);
  const before = "services:\n  web:\n    image: nginx:1.29\n";
  writeFileSync(join(folder, "compose.yaml"), before);
  const map = "docker.io=111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub";
  const rewrite = [ENTRY, "rewrite", "--map", map, folder];
  const { code, stderr } = await run(process.execPath, ["--require", preload, ...rewrite], {});
  expect(stderr).toContain("The disk is full: ENOSPC: no space left on device, write");
  expect(stderr).toContain("fix: free some space");
  expect(code).toBe(2);
  expect(readFileSync(join(folder, "compose.yaml"), "utf8")).toBe(before);
  expect(readdirSync(folder)).toEqual(["compose.yaml"]);
});
