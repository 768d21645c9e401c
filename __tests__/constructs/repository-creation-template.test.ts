import { TerraformVariable } from "cdktf";
import { describe, expect, it } from "vitest";
import {
  RepositoryCreationTemplate,
  type RepositoryCreationTemplateProps,
} from "../../constructs/repository-creation-template";
import { TemplateRole } from "../../constructs/template-role";
import { template } from "../template";

const region = "eu-west-1";
const KEY = "arn:aws:kms:eu-west-1:111111111111:key/1";

function made(props: Partial<RepositoryCreationTemplateProps>, withRole = false) {
  return template((stack) => {
    const role = withRole
      ? new TemplateRole(stack, "role", { region, prefixes: ["hub"], kmsKeyArn: props.kmsKeyArn })
      : undefined;
    new RepositoryCreationTemplate(stack, "template", { region, role, ...props });
  });
}

const settingsOf = (...given: Parameters<typeof made>) =>
  made(...given).resource("aws_ecr_repository_creation_template", "cache");

describe("the template of new repositories", () => {
  it("is for everything that has no other one, and changes nothing that is not asked for", () => {
    expect(settingsOf({})).toEqual({ prefix: "ROOT", applied_for: ["PULL_THROUGH_CACHE"] });
    expect(settingsOf({ tags: {} })).toEqual(settingsOf({}));
  });

  it("has tags and a key with a role that may set them, and waits for what the role allows", () => {
    expect(settingsOf({ tags: { team: "a" }, kmsKeyArn: KEY, prefix: "hub" }, true)).toEqual({
      prefix: "hub",
      applied_for: ["PULL_THROUGH_CACHE"],
      custom_role_arn: "${aws_iam_role.ecr_repository_creation.arn}",
      depends_on: ["aws_iam_role_policy.ecr_repository_creation"],
      encryption_configuration: [{ encryption_type: "KMS", kms_key: KEY }],
      resource_tags: { team: "a" },
    });
  });

  it.each([{ tags: { team: "a" } }, { kmsKeyArn: KEY }])(
    "has none of %j without a role",
    (props) => {
      expect(made(props).problems).toEqual([
        "[stack/template] role\n" +
          "  allowed: a role for tags or a KMS key: without it, ECR cannot create the repository\n" +
          "  fix: pass a TemplateRole",
      ]);
      expect(made(props, true).problems).toEqual([]);
    },
  );

  it("says that an immutable tag is never refreshed", () => {
    const { warnings, problems } = made({ tagMutability: "IMMUTABLE" });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('[stack/template] repositories.tagMutability = "IMMUTABLE"\n'),
    ]);
    expect(settingsOf({ tagMutability: "MUTABLE" })).toMatchObject({
      image_tag_mutability: "MUTABLE",
    });
    expect(made({ tagMutability: "MUTABLE" }).warnings).toEqual([]);
  });

  it("passes a policy on as IAM reads it, and a lifecycle policy as it is", () => {
    const statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "ecr:BatchGetImage",
      Condition: { StringEquals: { "aws:PrincipalTag/team": "${aws:ResourceTag/team}" } },
    };
    const repositoryPolicy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
    expect(settingsOf({ repositoryPolicy, lifecyclePolicy: "{}" })).toMatchObject({
      repository_policy: repositoryPolicy.replace("${", () => "$${"),
      lifecycle_policy: "{}",
    });
  });

  it("leaves a policy to Terraform that only it knows", () => {
    const { problems } = template((stack) => {
      const repositoryPolicy = new TerraformVariable(stack, "p", { type: "string" }).stringValue;
      new RepositoryCreationTemplate(stack, "template", { region, repositoryPolicy });
    });
    expect(problems).toEqual([]);
  });

  it.each([
    [{ kmsKeyArn: "alias/a" }, 'repositories.kmsKeyArn = "alias/a"'],
    [{ repositoryPolicy: "{}" }, 'repositories.repositoryPolicy = "{}"'],
    [{ tags: { a: "" } }, 'tags = "a": ""'],
    [{ prefix: "Hub" }, 'prefix = "Hub"'],
    [{ region: "Ireland" }, 'region = "Ireland"'],
  ])("refuses %j", (props, given) => {
    const { problems } = made(props as Partial<RepositoryCreationTemplateProps>);
    expect(problems[0]?.split("\n")[0]).toBe(`[stack/template] ${given}`);
  });
});
