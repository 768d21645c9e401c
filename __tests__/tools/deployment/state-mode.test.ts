import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { restrictLocalState } from "../../../tools/deployment/state-mode";
import { folderWith } from "../files";

it("a local state and its backup are this user's alone, and are not made where there are none", () => {
  const root = folderWith({ "terraform.a.tfstate": "{}", "terraform.a.tfstate.backup": "{}" });
  for (const name of ["a", "b"]) {
    const file = join(root, `terraform.${name}.tfstate`);
    if (existsSync(file)) for (const one of [file, `${file}.backup`]) chmodSync(one, 0o644);
    const backend = { local: { path: file } };
    restrictLocalState({
      name,
      folder: root,
      json: { terraform: { required_providers: {}, backend } },
    });
  }
  const modes = ["", ".backup"].map(
    (end) => statSync(join(root, `terraform.a.tfstate${end}`)).mode,
  );
  expect(modes.map((mode) => mode & 0o777)).toEqual([0o600, 0o600]);
  expect(existsSync(join(root, "terraform.b.tfstate"))).toBe(false);
});
