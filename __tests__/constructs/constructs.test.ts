import { TerraformVariable } from "cdktf";
import { describe, expect, it } from "vitest";
import { ImageScanning } from "../../constructs/image-scanning";
import { type ExpiryProps, LifecyclePolicy } from "../../constructs/lifecycle-policy";
import { OrganizationAccess } from "../../constructs/organization-access";
import { PullThroughCacheRule } from "../../constructs/pull-through-cache-rule";
import { UpstreamCache } from "../../constructs/upstream-cache";
import { UpstreamCredentials } from "../../constructs/upstream-credentials";
import { dockerHub } from "../../ecr/catalogue";
import { template } from "../template";

const region = "eu-west-1";
const cache = { region };

describe("UpstreamCredentials", () => {
  const { addresses, resource, variables } = template((stack) => {
    new UpstreamCredentials(stack, "credentials", {
      key: "docker",
      title: "Docker Hub",
      prefix: "docker-hub",
    });
  });

  it("names everything after the key", () => {
    expect(addresses).toEqual([
      "aws_secretsmanager_secret.docker_cache_creds",
      "aws_secretsmanager_secret_version.docker_cache_creds",
      "var.docker_cache_token",
      "var.docker_cache_username",
    ]);
  });

  it("puts the secret where ECR may read it, and deletes it at once on destroy", () => {
    expect(resource("aws_secretsmanager_secret", "docker_cache_creds")).toEqual({
      name: "ecr-pullthroughcache/docker-hub",
      recovery_window_in_days: 0,
    });
  });

  it("takes the value from two variables, in the shape that ECR reads", () => {
    expect(resource("aws_secretsmanager_secret_version", "docker_cache_creds")).toMatchObject({
      secret_id: "${aws_secretsmanager_secret.docker_cache_creds.id}",
      secret_string:
        '${jsonencode({"username" = var.docker_cache_username, "accessToken" = var.docker_cache_token})}',
    });
    expect(variables).toEqual({
      docker_cache_username: {
        type: "string",
        description: "Username for pulling images from Docker Hub.",
      },
      docker_cache_token: {
        type: "string",
        description: "Access token for pulling images from Docker Hub.",
        sensitive: true,
      },
    });
  });
});

describe("UpstreamCredentials, of the value that it is given", () => {
  it("asks for a whole one without a validation, which would print the token that it refuses", () => {
    const { resource, variables } = template((stack) => {
      new UpstreamCredentials(stack, "credentials", { key: "docker", ...dockerHub() });
    });
    expect(variables["docker_cache_token"]).not.toHaveProperty("validation");
    expect(resource("aws_secretsmanager_secret_version", "docker_cache_creds")).toMatchObject({
      lifecycle: {
        precondition: ["username", "token"].map((name) => ({
          condition: expect.stringMatching(
            new RegExp(String.raw`^\$\{!can\(regex\(".+", var\.docker_cache_${name}\)\)\}$`),
          ),
          error_message: expect.stringContaining(`The variable docker_cache_${name} must be`),
        })),
      },
    });
  });
});

describe("PullThroughCacheRule", () => {
  const { resource } = template((stack) => {
    const upstream = dockerHub({ prefix: "hub" });
    const { secretArn, value } = new UpstreamCredentials(stack, "credentials", {
      key: "docker",
      ...upstream,
    });
    const access = { credentialArn: secretArn, dependsOn: [value] };
    new PullThroughCacheRule(stack, "rule", { key: "docker", upstream, cache, access });
  });

  it("waits for the secret's value, and not only for the secret", () => {
    expect(resource("aws_ecr_pull_through_cache_rule", "docker")).toEqual({
      ecr_repository_prefix: "hub",
      upstream_registry_url: "registry-1.docker.io",
      credential_arn: "${aws_secretsmanager_secret.docker_cache_creds.arn}",
      depends_on: ["aws_secretsmanager_secret_version.docker_cache_creds"],
    });
  });
});

describe("UpstreamCache", () => {
  it("reports a prefix that ECR would refuse, with the value and the fix", () => {
    const { problems } = template((stack) => {
      new UpstreamCache(stack, "docker", {
        key: "docker",
        upstream: dockerHub({ prefix: "Docker-Hub" }),
        cache,
      });
    });
    expect(problems).toEqual([
      '[stack/docker/rule] prefix = "Docker-Hub"\n' +
        "  allowed: 2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT\n" +
        '  fix: did you mean "docker-hub"?',
    ]);
  });

  it("does not look at a prefix that Terraform will only know later", () => {
    const { problems } = template((stack) => {
      const prefix = new TerraformVariable(stack, "prefix", { type: "string" }).stringValue;
      new UpstreamCache(stack, "docker", { key: "docker", upstream: dockerHub({ prefix }), cache });
    });
    expect(problems).toEqual([]);
  });

  it("cannot stand twice at the same addresses: the second one is refused, not lost", () => {
    const { problems } = template((stack) => {
      new UpstreamCache(stack, "a", { key: "docker", upstream: dockerHub(), cache });
      new UpstreamCache(stack, "b", {
        key: "docker",
        upstream: dockerHub({ prefix: "other" }),
        cache,
      });
    });
    expect(problems).toHaveLength(5);
    expect(problems).toContain(
      "[stack/b/rule/rule] aws_ecr_pull_through_cache_rule.docker\n" +
        "  allowed: one element for each Terraform address of a stack\n" +
        "  fix: remove this one, or give it another key: stack/a/rule/rule already has the address",
    );
  });
});

describe("LifecyclePolicy", () => {
  const policyOf = (props: ExpiryProps) =>
    template((stack) => {
      new LifecyclePolicy(stack, "expiry", props);
    });
  const selectionOf = (props: ExpiryProps) => {
    const document = policyOf(props).data["aws_ecr_lifecycle_policy_document"];
    return document?.["expire_old_images"];
  };

  it("expires any image by days since its import, which a variable can change", () => {
    expect(selectionOf({ days: 14 })).toEqual({
      rule: [
        {
          priority: 1,
          description: "Expire old images",
          selection: [
            {
              tag_status: "any",
              count_type: "sinceImagePushed",
              count_number: "${var.ecr_cache_lifecycle_days}",
              count_unit: "days",
            },
          ],
        },
      ],
    });
    expect(policyOf({ days: 14 }).variables["ecr_cache_lifecycle_days"]).toMatchObject({
      type: "number",
      default: 14,
    });
  });

  it("expires the oldest image of a repository that has too many, without a unit", () => {
    expect(selectionOf({ images: 50 })).toMatchObject({
      rule: [
        {
          selection: [{ tag_status: "any", count_type: "imageCountMoreThan", count_number: 50 }],
        },
      ],
    });
    expect(policyOf({ images: 50 }).variables).toEqual({});
  });

  it.each([
    [{ days: 0 }, "expiry.days = 0"],
    [{ days: 1.5 }, "expiry.days = 1.5"],
    [{ images: 0 }, "expiry.images = 0"],
  ])("reports %j", (props, problem) => {
    expect(policyOf(props).problems).toEqual([expect.stringContaining(`${problem}\n`)]);
  });
});

describe("OrganizationAccess", () => {
  const statementOf = (props: { prefixes: string[]; organizationId?: string }) => {
    const { data } = template((stack) => {
      new OrganizationAccess(stack, "access", { region, ...props });
    });
    const { statement } = data["aws_iam_policy_document"]?.["ecr_registry_policy"] ?? {};
    return (statement as Record<string, unknown>[])[0];
  };

  it("allows the four actions to every principal of one organization", () => {
    expect(statementOf({ prefixes: ["ROOT"] })).toEqual({
      sid: "OrgPullCache",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:BatchImportUpstreamImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      resources: [
        "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository/*",
      ],
      principals: [{ type: "AWS", identifiers: ["*"] }],
      condition: [
        { variable: "aws:PrincipalOrgID", test: "StringLike", values: ["${var.aws_org_id}"] },
      ],
    });
  });

  it("opens only the repositories of the prefixes it is given", () => {
    expect(statementOf({ prefixes: ["hub", "quay/"] })?.["resources"]).toEqual([
      "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository/hub/*",
      "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository/quay/*",
    ]);
  });

  it("asks for the organization's id, and has no default", () => {
    const { variables } = template((stack) => {
      new OrganizationAccess(stack, "access", { region, prefixes: ["ROOT"] });
    });
    expect(variables["aws_org_id"]).toEqual({
      type: "string",
      description: "Id of the AWS organization whose accounts may pull from the cache.",
      validation: [
        {
          condition:
            '${can(regex("^o-[a-z0-9]{10,32}$", var.aws_org_id)) && !can(regex("^o-x+$", var.aws_org_id))}',
          error_message:
            "aws_org_id must be the id of one organization: 'o-' and 10 to 32 lower-case letters or digits, and no placeholder.",
        },
      ],
    });
  });

  it("has no variable when the id is given", () => {
    const { variables } = template((stack) => {
      new OrganizationAccess(stack, "access", {
        region,
        prefixes: ["ROOT"],
        organizationId: "o-abcdefghij",
      });
    });
    expect(variables).toEqual({});
  });

  it("refuses an id with a wildcard, which would let in any organization", () => {
    const { problems } = template((stack) => {
      new OrganizationAccess(stack, "access", {
        region,
        prefixes: ["ROOT"],
        organizationId: "o-*",
      });
    });
    expect(problems).toEqual([
      '[stack/access] organizationAccess.organizationId = "o-*"\n' +
        "  allowed: 'o-' and 10 to 32 lower-case letters or digits, without wildcards\n" +
        "  fix: copy the id from `aws organizations describe-organization --query Organization.Id`",
    ]);
  });
});

describe("ImageScanning", () => {
  it("scans on push what the filters choose", () => {
    const { resource } = template((stack) => {
      new ImageScanning(stack, "scanning", { type: "BASIC", repositories: ["*", "hub/*"] });
    });
    expect(resource("aws_ecr_registry_scanning_configuration", "this")).toEqual({
      scan_type: "BASIC",
      rule: [
        {
          scan_frequency: "SCAN_ON_PUSH",
          repository_filter: [
            { filter_type: "WILDCARD", filter: "*" },
            { filter_type: "WILDCARD", filter: "hub/*" },
          ],
        },
      ],
    });
  });

  it("reports each filter that ECR would refuse, by its place in the list", () => {
    const { problems } = template((stack) => {
      new ImageScanning(stack, "scanning", { type: "BASIC", repositories: ["*", "hub/", "A*"] });
    });
    expect(problems).toEqual([
      expect.stringContaining('[stack/scanning] scanning.repositories[1] = "hub/"\n'),
      expect.stringContaining('[stack/scanning] scanning.repositories[2] = "A*"\n'),
    ]);
  });

  it("warns of a filter that matches more than it says", () => {
    const { problems, warnings } = template((stack) => {
      new ImageScanning(stack, "scanning", { type: "BASIC", repositories: ["prod"] });
    });
    expect(problems).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('scanning.repositories[0] = "prod"\n')]);
  });
});
