import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differentSettings, terraformSettings } from "../../../tools/pipeline/terraform-settings";

const home = mkdtempSync(join(tmpdir(), "settings-"));

describe("the settings of Terraform", () => {
  it("are none where nobody has set any", () => {
    const env = { PATH: "/bin", TF_VAR_a: "b", TF_IN_AUTOMATION: "1", TF_WORKSPACE: "" };
    expect(terraformSettings(env, home)).toEqual({});
  });

  it("are digests, and show no value", () => {
    const settings = terraformSettings({ TF_CLI_ARGS_plan: "-target=a" }, home);
    expect(settings["TF_CLI_ARGS_plan"]).toMatch(/^[0-9a-f]{64}$/);
  });

  it("are of what is in a file, wherever it is, and of the user's own file", () => {
    const file = (name: string, text: string) => {
      writeFileSync(join(home, name), text);
      return { TF_CLI_CONFIG_FILE: join(home, name) };
    };
    const one = terraformSettings(file("one", "disable_checkpoint = true"), home);
    const same = terraformSettings(file("two", "disable_checkpoint = true\n"), home);
    const other = terraformSettings(file("three", "provider_installation {}"), home);
    expect(differentSettings(one, same)).toEqual([]);
    expect(differentSettings(one, other)).toEqual(["TF_CLI_CONFIG_FILE"]);
    writeFileSync(join(home, ".terraformrc"), "provider_installation {}");
    expect(differentSettings({}, terraformSettings({}, home))).toEqual(["~/.terraformrc"]);
  });

  it("are the same with the token of each job", () => {
    const own = (token: string) => {
      const text = `credentials "app.terraform.io" {\n  token = "${token}"\n}\n`;
      writeFileSync(join(home, ".terraformrc"), text);
      return terraformSettings({}, home);
    };
    expect(own("one")).toEqual(own("two"));
  });
});
