import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  inspectUnwrittenStates,
  saveFromSynthesis,
} from "../../../tools/deployment/unwritten-state";
import type { SynthesizedStack } from "../../../tools/terraform/synthesized-stack";
import { folderWith } from "../files";

function stackIn(root: string): SynthesizedStack {
  const folder = join(root, "cdktf.out", "stacks", "cache");
  return { name: "cache", folder, json: { terraform: { required_providers: {} } } };
}

it("a state that Terraform left in a stack's folder is refused, with the commands that write it", async () => {
  const root = folderWith({ "cdktf.out/stacks/cache/errored.tfstate": "{}" });
  const stack = stackIn(root);
  const { refusals } = await inspectUnwrittenStates([stack], root);
  expect(refusals).toEqual([
    expect.stringContaining(
      `    terraform -chdir=${stack.folder} state push ${join(stack.folder, "errored.tfstate")}\n`,
    ),
  ]);
});

it("a state that could not be written outlives the next synthesis, for this user alone", async () => {
  const root = folderWith({ "cdktf.out/stacks/cache/errored.tfstate": "{}" });
  saveFromSynthesis(join(root, "cdktf.out"), root);
  const kept = join(root, "errored.cache.tfstate");
  expect(existsSync(join(root, "cdktf.out/stacks/cache/errored.tfstate"))).toBe(false);
  expect(readFileSync(kept, "utf8")).toBe("{}");
  expect(statSync(kept).mode & 0o777).toBe(0o600);
  const { refusals } = await inspectUnwrittenStates([stackIn(root)], root);
  expect(refusals).toEqual([expect.stringContaining(`which is kept in ${kept}.`)]);
});

it("a later unwritten state never takes the place of an earlier one", () => {
  const later = "cdktf.out/stacks/cache/errored.tfstate";
  const root = folderWith({ [later]: "later", "errored.cache.tfstate": "earlier" });
  saveFromSynthesis(join(root, "cdktf.out"), root);
  expect(readFileSync(join(root, "errored.cache.tfstate"), "utf8")).toBe("earlier");
  expect(readFileSync(join(root, later), "utf8")).toBe("later");
});
