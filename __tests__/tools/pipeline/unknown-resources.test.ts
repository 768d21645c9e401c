import { describe, expect, it } from "vitest";
import { Interruption } from "../../../tools/cli/interruption";
import { UserError } from "../../../tools/cli/user-error";
import type { Finding } from "../../../tools/deployment/finding";
import { refuseUnknownResources } from "../../../tools/pipeline/unknown-resources";

const SECRET = "aws_secretsmanager_secret.docker";
const POLICY = "aws_ecr_registry_policy.this";
const SETTING = "aws_ecr_account_setting.scope";
const STACK = {
  name: "cache",
  folder: "cache",
  json: { terraform: { required_providers: {} } },
};

describe("what a plan would make, and AWS has", () => {
  /** @returns the error, if there is one, and what was only said */
  async function looked(
    planned: Readonly<Record<string, readonly ("create" | "delete" | "update")[]>>,
    found: readonly string[] | Error,
  ) {
    const warnings: string[] = [];
    const changes = Object.entries(planned).map(([address, actions]) => ({
      address,
      actions,
      values: {},
    }));
    const error = await refuseUnknownResources(STACK, changes, {
      env: {},
      interruption: new Interruption(),
      survey: async () => {
        if (found instanceof Error) throw found;
        return found.map((address): [string, Finding] => [
          address,
          { kind: "found", id: `id-of-${address}` },
        ]);
      },
      terminal: { warn: (line) => warnings.push(line) },
    }).then(
      () => undefined,
      ({ message }: Error) => message,
    );
    return { error, warnings };
  }

  it("is refused where AWS would refuse to make it again, with import blocks for all of it", async () => {
    const { error } = await looked({ [SECRET]: ["create"], [POLICY]: ["create"] }, [
      SECRET,
      POLICY,
    ]);
    expect(error).toContain(`  ${SECRET} ← id-of-${SECRET}\n  ${POLICY} ← id-of-${POLICY}\n`);
    expect(error).toContain(`"to": "${POLICY}"`);
    expect(error).toContain("fix: npx ecr-cache import cache");
  });

  it("is only said where Terraform writes over it", async () => {
    const { error, warnings } = await looked({ [POLICY]: ["create"] }, [POLICY, SECRET]);
    expect(error).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining(`${POLICY} ← id-of-${POLICY}\n`)]);
    expect(warnings.join()).not.toContain(SECRET);
  });

  it.each([
    ["is in the state and changed", { [SECRET]: ["update"] as const }],
    ["is replaced", { [SECRET]: ["delete", "create"] as const }],
    ["is a setting that every account has", { [SETTING]: ["create"] as const }],
  ])("is no news where it %s", async (_, planned) => {
    const nothing = { error: undefined, warnings: [] };
    expect(await looked(planned, [SECRET, SETTING])).toEqual(nothing);
  });

  it("is not looked at where AWS cannot be asked, which is said", async () => {
    const { error, warnings } = await looked(
      { [SECRET]: ["create"] },
      new UserError("there are no AWS credentials here"),
    );
    expect(error).toBeUndefined();
    expect(warnings).toEqual([
      "warning: cache: what AWS has already was not looked at: there are no AWS credentials here",
    ]);
  });
});
