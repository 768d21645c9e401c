import { describe, expect, it } from "vitest";
import { refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
type Configuration = Parameters<typeof local.ecr.putRegistryScanningConfiguration>[0];
const invalid = (parameter: string, constraint: string) =>
  `InvalidParameterException: Invalid parameter at '${parameter}' failed to satisfy constraint: '${constraint}'`;

const rule = (scanFrequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN" | "MANUAL", filter = "*") => ({
  scanFrequency,
  repositoryFilters: [{ filter, filterType: "WILDCARD" as const }],
});

describe("the scanning configuration of a registry", () => {
  it("is basic scanning without rules until it is put", async () => {
    const { scanningConfiguration } = await local.ecr.getRegistryScanningConfiguration({});
    expect(scanningConfiguration).toEqual({ scanType: "BASIC", rules: [] });
  });

  it("is replaced as a whole", async () => {
    await local.ecr.putRegistryScanningConfiguration({
      scanType: "ENHANCED",
      rules: [rule("SCAN_ON_PUSH"), rule("CONTINUOUS_SCAN", "docker-hub/*")],
    });
    await local.ecr.putRegistryScanningConfiguration({ scanType: "BASIC" });
    const { scanningConfiguration } = await local.ecr.getRegistryScanningConfiguration({});
    expect(scanningConfiguration).toEqual({ scanType: "BASIC", rules: [] });
  });

  const wrong: [string, Configuration, string][] = [
    [
      "continuous scanning without Inspector",
      { scanType: "BASIC", rules: [rule("CONTINUOUS_SCAN")] },
      invalid("rules", "scan frequency CONTINUOUS_SCAN is not supported for scan type BASIC"),
    ],
    [
      "one frequency in two rules",
      { scanType: "ENHANCED", rules: [rule("SCAN_ON_PUSH"), rule("SCAN_ON_PUSH", "a*")] },
      invalid("rules", "scan frequencies must be unique"),
    ],
    [
      "three rules",
      { rules: [rule("SCAN_ON_PUSH"), rule("CONTINUOUS_SCAN"), rule("MANUAL")] },
      invalid("rules", "Member must have length less than or equal to 2"),
    ],
    [
      "a filter that ends in a slash",
      { rules: [rule("SCAN_ON_PUSH", "docker-hub/")] },
      invalid(
        "rules.1.repositoryFilters.1.filter",
        "must satisfy regular expression '^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$'",
      ),
    ],
  ];
  it.each(wrong)("is refused with %s", async (_, configuration, expected) => {
    expect(await refusal(local.ecr.putRegistryScanningConfiguration(configuration))).toBe(expected);
  });
});

it("a long filter is refused without delay", async () => {
  const filter = `${"a".repeat(254)}!`;
  const started = Date.now();
  const call = local.ecr.putRegistryScanningConfiguration({
    rules: [rule("SCAN_ON_PUSH", filter)],
  });
  expect(await refusal(call)).toMatch(/must satisfy regular expression/);
  expect(Date.now() - started).toBeLessThan(1000);
});

describe("the settings of a registry", () => {
  it.each([
    ["REGISTRY_POLICY_SCOPE", "V2"],
    ["BASIC_SCAN_TYPE_VERSION", "AWS_NATIVE"],
    ["BLOB_MOUNTING", "DISABLED"],
  ])("%s is %s until it is put", async (name, value) => {
    expect(await local.ecr.getAccountSetting({ name })).toMatchObject({ name, value });
  });

  it("can be changed", async () => {
    await local.ecr.putAccountSetting({ name: "BLOB_MOUNTING", value: "ENABLED" });
    const { value } = await local.ecr.getAccountSetting({ name: "BLOB_MOUNTING" });
    expect(value).toBe("ENABLED");
  });

  it.each([
    ["REGISTRY_POLICY_SCOPE", "V1", "V2"],
    ["BASIC_SCAN_TYPE_VERSION", "CLAIR", "AWS_NATIVE"],
  ])("%s does not go back to %s", async (name, value, allowed) => {
    expect(await refusal(local.ecr.putAccountSetting({ name, value }))).toBe(
      invalid("value", `Member must satisfy enum value set: [${allowed}]`),
    );
  });
});

it("a registry issues a token for itself", async () => {
  const { authorizationData } = await local.ecr.getAuthorizationToken({});
  const [data] = authorizationData ?? [];
  expect(data?.proxyEndpoint).toBe(local.aws.endpoint);
  expect(Buffer.from(data?.authorizationToken ?? "", "base64").toString()).toMatch(/^AWS:\w+$/);
});
