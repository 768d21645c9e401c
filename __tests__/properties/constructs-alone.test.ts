import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemsOf } from "../../stacks/synthesize";
import { CONSTRUCTS, type Given } from "../constructs/each-construct";
import { addressesOf } from "../template";

const AN_ACCOUNT = "111111111111";
const A_REGION = "eu-west-1";

/** Strings in which what Terraform and AWS care about is likely. */
const nearlyAName = fc
  .array(
    fc.oneof(
      fc.constantFrom("a", "Z", "0", "docker", "eu-west-1", AN_ACCOUNT, "ROOT", "hub"),
      fc.constantFrom("_", "-", ".", "/", "!", " ", "é", "${", "}", '"', "*", "%{"),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

const given: fc.Arbitrary<Given> = fc.record({
  key: fc.oneof(fc.constantFrom("docker", "k8s_io"), nearlyAName),
  region: fc.oneof({ weight: 3, arbitrary: fc.constant(A_REGION) }, nearlyAName),
  account: fc.oneof({ weight: 3, arbitrary: fc.constant(AN_ACCOUNT) }, nearlyAName),
  prefix: fc.oneof({ weight: 3, arbitrary: fc.constantFrom("hub", "team/hub") }, nearlyAName),
});

/** A Terraform address whose parts are identifiers in the grammar of Terraform. */
const ADDRESS = /^((data\.)?[a-z0-9_]+|var|output)\.[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
/** What Terraform fills in here: references and functions, without anything of the user's. */
const OWN_EXPRESSION = /^\$\{(jsonencode\(|data\.|var\.|!?can\(|aws_)/;

describe("a construct alone", () => {
  it.each(Object.keys(CONSTRUCTS))("%s refuses what it is given, or makes valid names", (name) => {
    let accepted = 0;
    const property = fc.property(given, (one) => {
      const app = Testing.app();
      const stack = new TerraformStack(app, "stack");
      new AwsProvider(stack, "aws", { region: A_REGION });
      CONSTRUCTS[name]?.(stack, one);
      const problems = problemsOf(app);
      expect(new Set(problems).size).toBe(problems.length);
      if (problems.length > 0) return;
      accepted += 1;
      const json = JSON.parse(Testing.synth(stack));
      for (const address of addressesOf(json)) expect(address).toMatch(ADDRESS);
      for (const expression of expressionsIn(json)) expect(expression).toMatch(OWN_EXPRESSION);
    });
    fc.assert(property, { numRuns: 60 });
    expect(accepted).toBeGreaterThan(0);
  });
});

/** The strings in which Terraform sees an expression. */
function expressionsIn(value: unknown): string[] {
  if (typeof value === "string") return value.match(/[$%]\{[^}]*/g) ?? [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}
