import { describe, expect, it } from "vitest";
import { evaluate } from "../../tools/terraform/expressions";

const references = {
  variable: (name: string) => `<variable ${name}>`,
  data: (type: string, attribute: string) => `<${attribute} of ${type}>`,
  resource: async (address: string, attribute: string) => `<${attribute} of ${address}>`,
};

describe("a text of Terraform's JSON", () => {
  it.each([
    ["docker-hub", "docker-hub"],
    ["${var.a_name}", "<variable a_name>"],
    ["${ var.a_name }", "<variable a_name>"],
    ["${data.aws_caller_identity.current.account_id}", "<account_id of aws_caller_identity>"],
    ["${aws_sns_topic.failures.arn}", "<arn of aws_sns_topic.failures>"],
    ["a-${var.b}-${aws_iam_role.c-d.id}-e", "a-<variable b>-<id of aws_iam_role.c-d>-e"],
    ["$${var.a_name}", "${var.a_name}"],
    ["%%{if}", "%{if}"],
  ])("%s is %s", async (text, value) => {
    expect(await evaluate(text, references)).toBe(value);
  });

  it.each([
    '${jsonencode({"a" = var.b})}',
    "${lower(var.a)}",
    "${var.a.b}",
    "${aws_iam_role.roles[0].id}",
    '${"a"}',
    "a-%{if var.b}c%{endif}",
  ])("%s is left to Terraform", async (text) => {
    await expect(evaluate(text, references)).rejects.toThrow(`only Terraform can evaluate ${text}`);
  });
});
