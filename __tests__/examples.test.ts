import { describe, expect, it } from "vitest";
import { synthesized, withoutVersion } from "./app";
import { addressesOf } from "./template";

/** What each example is, one stack at least. */
const EXAMPLES = [
  "every-registry",
  "hcp-terraform",
  "multi-region",
  "pipeline-access",
  "production",
];

describe.each(EXAMPLES)("examples/%s.ts", (name) => {
  it("synthesizes without a problem, to this Terraform JSON at these addresses", async () => {
    const { code, stderr, stacks } = await synthesized(`examples/${name}.ts`);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(Object.keys(stacks)).not.toEqual([]);
    for (const [stack, json] of Object.entries(stacks)) {
      const addresses = `${addressesOf(JSON.parse(json)).join("\n")}\n`;
      const path = `__snapshots__/${name}/${stack}`;
      await expect(withoutVersion(json)).toMatchFileSnapshot(`${path}.tf.json`);
      await expect(addresses).toMatchFileSnapshot(`${path}.addresses.txt`);
    }
  });
});

describe("examples/multi-region.ts", () => {
  it("gives no name of IAM, which is one for all Regions, to two stacks of an account", async () => {
    const { stacks } = await synthesized("examples/multi-region.ts");
    const names = Object.entries(stacks).map(([stack, json]) => {
      const { provider, resource } = JSON.parse(json);
      const [account] = provider.aws[0].allowed_account_ids;
      const policies = Object.values(resource.aws_iam_policy) as { name: string }[];
      expect(policies).toHaveLength(1);
      return { stack, name: `${account}/${policies[0]?.name}` };
    });
    expect(new Set(names.map(({ name }) => name)).size).toBe(3);
  });
});
