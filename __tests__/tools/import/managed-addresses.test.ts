import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../../../tools/cli/user-error";
import { managedAddresses } from "../../../tools/import/managed-addresses";

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A folder in which Terraform was initialized; the Terraform on the PATH does what a script says. */
function initialized(script: string): { folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "managed-"));
  mkdirSync(join(folder, ".terraform"));
  writeFileSync(join(folder, "terraform"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env["PATH"]}`);
  return { folder };
}

describe("the addresses in a state", () => {
  it("are those that Terraform lists", async () => {
    const stack = initialized("echo aws_iam_role.a; echo aws_iam_role.b");
    expect([...(await managedAddresses(stack))]).toEqual(["aws_iam_role.a", "aws_iam_role.b"]);
  });

  it("are none where nothing was initialized, or deployed yet", async () => {
    const folder = mkdtempSync(join(tmpdir(), "managed-"));
    expect(await managedAddresses({ folder })).toEqual(new Set());
    const stack = initialized("echo 'No state file was found!' >&2; exit 1");
    expect(await managedAddresses(stack)).toEqual(new Set());
  });

  it("are nobody's guess where Terraform fails: nothing is offered for import", async () => {
    const stack = initialized("echo 'Error: Backend initialization required' >&2; exit 1");
    const asked = managedAddresses(stack);
    await expect(asked).rejects.toBeInstanceOf(UserError);
    await expect(asked).rejects.toThrow(/failed.*:\nError: Backend initialization required\nfix: /);
  });

  it("are nobody's guess where there is no Terraform", async () => {
    const stack = initialized("");
    vi.stubEnv("PATH", "/nowhere");
    await expect(managedAddresses(stack)).rejects.toThrow(/spawn terraform ENOENT\nfix: /);
  });

  it("are waited for until somebody interrupts", async () => {
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(new Error("Ctrl-C")), 50);
    const asked = managedAddresses(initialized("exec sleep 60"), interruption.signal);
    await expect(asked).rejects.toThrow("Ctrl-C");
  });
});
