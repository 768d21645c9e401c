import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { dockerHub, privateEcr, quay } from "../../ecr/catalogue";
import type { PullThroughCacheStackProps } from "../../stacks/properties/pull-through-cache";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { templateOf } from "../template";

const region = "eu-west-1";

function stackWith(props: Partial<PullThroughCacheStackProps>) {
  const app = Testing.app();
  return templateOf(app, new PullThroughCacheStack(app, "cache", { region, ...props }));
}

describe("PullThroughCacheStack", () => {
  it("leaves out every registry-wide part that is not asked for", () => {
    expect(stackWith({ upstreams: { docker: dockerHub() } }).addresses).toEqual([
      "aws_ecr_pull_through_cache_rule.docker",
      "aws_secretsmanager_secret.docker_cache_creds",
      "aws_secretsmanager_secret_version.docker_cache_creds",
      "output.docker_login_command",
      "output.ecr_cache_prefix",
      "output.ecr_cache_registries",
      "var.docker_cache_token",
      "var.docker_cache_username",
    ]);
  });

  it("can own the registry-wide parts alone", () => {
    const { addresses } = stackWith({ scanning: { type: "BASIC", repositories: ["*"] } });
    expect(addresses).toEqual([
      "aws_ecr_registry_scanning_configuration.this",
      "output.ecr_cache_prefix",
      "output.ecr_cache_registries",
    ]);
  });

  it("opens to the organization only what it caches, for one word in main.ts", () => {
    const { data } = stackWith({
      upstreams: { docker: dockerHub() },
      organizationAccess: { repositories: "caches" },
    });
    expect(data["aws_iam_policy_document"]?.["ecr_registry_policy"]).toMatchObject({
      statement: [
        {
          resources: [
            "arn:aws:ecr:eu-west-1:${data.aws_caller_identity.current.account_id}:repository/docker-hub/*",
          ],
        },
      ],
    });
  });

  it("takes an organization's id literally, and then has no variable for it", () => {
    const { addresses, data } = stackWith({
      organizationAccess: { repositories: "registry", organizationId: "o-abcdefghij" },
    });
    expect(addresses).not.toContain("var.aws_org_id");
    expect(JSON.stringify(data)).toContain('"values":["o-abcdefghij"]');
  });

  it("names the address of each upstream by its key, without the ROOT that nobody types", () => {
    const { outputs } = stackWith({
      upstreams: { docker: dockerHub(), mirror: dockerHub({ prefix: "ROOT" }) },
    });
    expect(outputs["ecr_cache_prefix"]?.["value"]).toEqual({
      docker:
        "${aws_ecr_pull_through_cache_rule.docker.registry_id}.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/",
      mirror:
        "${aws_ecr_pull_through_cache_rule.mirror.registry_id}.dkr.ecr.eu-west-1.amazonaws.com/",
    });
  });

  it("tells machines where to pull what a reference names from", () => {
    const { outputs } = stackWith({ upstreams: { docker: dockerHub(), quay: quay() } });
    expect(outputs["ecr_cache_registries"]?.["value"]).toEqual({
      "docker.io":
        "${aws_ecr_pull_through_cache_rule.docker.registry_id}.dkr.ecr.eu-west-1.amazonaws.com/docker-hub",
      "quay.io":
        "${aws_ecr_pull_through_cache_rule.quay.registry_id}.dkr.ecr.eu-west-1.amazonaws.com/quay",
    });
  });

  it("leads them around the cache when it is bypassed, and changes nothing else", () => {
    const upstreams = { docker: dockerHub(), quay: quay() };
    const bypassed = stackWith({ upstreams, bypass: true });
    expect(bypassed.outputs["ecr_cache_registries"]?.["value"]).toEqual({
      "docker.io": "docker.io",
      "quay.io": "quay.io",
    });
    expect(bypassed.addresses).toEqual(stackWith({ upstreams }).addresses);
    expect(bypassed.outputs["ecr_cache_prefix"]).toEqual(
      stackWith({ upstreams }).outputs["ecr_cache_prefix"],
    );
  });

  it("works in one account only when that is given, by a role when that is given too", () => {
    const roleArn = "arn:aws:iam::222222222222:role/deploy";
    const { problems, provider } = stackWith({ account: { id: "222222222222", roleArn } });
    expect(problems).toEqual([]);
    expect(provider).toEqual({
      region,
      allowed_account_ids: ["222222222222"],
      assume_role: [{ role_arn: roleArn }],
    });
  });

  it("refuses a role of another account, and an account that is none", () => {
    const roleArn = "arn:aws:iam::222222222222:role/deploy";
    expect(stackWith({ account: { id: "111111111111", roleArn } }).problems).toEqual([
      expect.stringContaining("[cache] account.roleArn"),
    ]);
    expect(stackWith({ account: { id: "1234" } }).problems).toEqual([
      expect.stringContaining('[cache] account.id = "1234"'),
    ]);
  });

  it("warns of Regions that it does not know, and goes on", () => {
    const { problems, warnings } = stackWith({
      region: "eu-west-9",
      state: { s3: { bucket: "states", region: "us-east-7" } },
      upstreams: { other: privateEcr({ account: "222222222222", region: "ap-north-1" }) },
    });
    const allowed = "a Region that this version knows; one that AWS has opened since works too";
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      `[cache] region = "eu-west-9"\n  allowed: ${allowed}\n  fix: did you mean "eu-west-1"? If it is a new Region, leave it as it is`,
      expect.stringContaining('[cache] state.s3.region = "us-east-7"'),
      expect.stringContaining('[cache/upstreams/other/rule] region = "ap-north-1"'),
    ]);
  });

  it("warns that a policy for caches is one for everything when a prefix is ROOT", () => {
    const { warnings } = stackWith({
      upstreams: { docker: dockerHub({ prefix: "ROOT" }) },
      organizationAccess: { repositories: "caches" },
      pullPermissions: { as: "outputs" },
    });
    expect(warnings.map((warning) => warning.split("\n")[0])).toEqual([
      '[cache] organizationAccess.repositories = ["ROOT"]',
      '[cache] pullPermissions = ["ROOT"]',
    ]);
  });

  it("refuses two upstreams under one prefix, and warns of one under another", () => {
    const { problems, warnings } = stackWith({
      upstreams: {
        a: quay({ prefix: "team" }),
        b: quay({ prefix: "team/" }),
        c: quay({ prefix: "team/c" }),
      },
    });
    expect(problems).toEqual([
      '[cache/upstreams] upstreams.b.prefix = "team/"\n' +
        "  allowed: one upstream for each prefix\n" +
        "  fix: choose another prefix: upstreams.a has this one",
    ]);
    expect(warnings).toEqual([
      expect.stringContaining('[cache/upstreams] upstreams.c.prefix = "team/c"'),
    ]);
  });

  it.each([
    ["organizationAccess.repositories", { organizationAccess: { repositories: "caches" } }],
    ["pullPermissions", { pullPermissions: { as: "outputs" } }],
    // Found by the property-based test: the role's policy would name no repository.
    ["repositories.template", { repositories: { template: "per-prefix" }, tags: { team: "a" } }],
  ] as const)("refuses %s for the caches of a stack that has none", (property, props) => {
    expect(stackWith(props).problems).toEqual([
      `[cache] ${property} = a stack without upstreams\n` +
        "  allowed: one upstream at least: a policy has to name what it opens\n" +
        "  fix: add an upstream, or leave this out",
    ]);
  });

  it("refuses a second owner of what an account has once in a Region", () => {
    const app = Testing.app();
    const scanning = { type: "BASIC", repositories: ["*"] } as const;
    const first = new PullThroughCacheStack(app, "first", { region, scanning });
    new PullThroughCacheStack(app, "second", { region, scanning });
    new PullThroughCacheStack(app, "elsewhere", { region: "us-east-1", scanning });
    expect(templateOf(app, first).problems).toEqual([
      "[second] the scanning configuration = eu-west-1\n" +
        "  allowed: one owner for each account and Region\n" +
        "  fix: leave it out here: first has it; or name the account of both stacks, if they are in two",
    ]);
  });

  it("refuses a property that does not exist, and a word that is not to choose from", () => {
    const props = { upstream: {}, scanning: { type: "BASIK", repositories: ["*"] } };
    expect(stackWith(props as never).problems).toEqual([
      '[cache] properties = "upstream"\n' +
        "  allowed: region, account, state, upstreams, secrets, expiry, repositories, organizationAccess, scanning, failureAlarm, pullPermissions, permissionsBoundary, tags, bypass\n" +
        '  fix: did you mean "upstreams"?',
      '[cache] scanning.type = "BASIK"\n  allowed: BASIC, ENHANCED\n  fix: did you mean "BASIC"?',
    ]);
  });

  it("makes every role within the boundary, and without one if there is none", () => {
    const props = {
      upstreams: { one: privateEcr({ account: "222222222222", region }) },
      repositories: { template: "per-prefix" },
      tags: { team: "platform" },
    } as const;
    const permissionsBoundary = "arn:aws:iam::111111111111:policy/ceiling";
    for (const name of ["one_cache", "ecr_repository_creation"]) {
      const role = (more: object) =>
        stackWith({ ...props, ...more }).resource("aws_iam_role", name);
      expect(role({ permissionsBoundary })).toMatchObject({
        permissions_boundary: permissionsBoundary,
      });
      expect(role({})).not.toHaveProperty("permissions_boundary");
    }
    const { addresses } = stackWith({ ...props, permissionsBoundary });
    expect(addresses.filter((one) => one.startsWith("aws_iam_role."))).toHaveLength(2);
  });

  it("adds an upstream without touching what another one has", () => {
    const one = stackWith({ upstreams: { docker: dockerHub() } });
    const two = stackWith({
      upstreams: { another: dockerHub({ prefix: "another" }), docker: dockerHub() },
    });
    const rule = ["aws_ecr_pull_through_cache_rule", "docker"] as const;
    expect(two.resource(...rule)).toEqual(one.resource(...rule));
    expect(two.addresses).toEqual(expect.arrayContaining(one.addresses));
  });

  it("reports everything that is wrong at once", () => {
    const { problems } = stackWith({
      region: "cn-north-1",
      upstreams: {
        "docker.hub": dockerHub(),
        docker: dockerHub({ prefix: "Hub" }),
      },
      expiry: { days: 0 },
      organizationAccess: { repositories: "caches", organizationId: "o-*" },
      scanning: { type: "BASIC", repositories: [] },
    });
    expect(problems.map((problem) => problem.split("\n")[0])).toEqual([
      '[cache] region = "cn-north-1"',
      '[cache/upstreams/docker.hub] key = "docker.hub"',
      '[cache/upstreams/docker/rule] prefix = "Hub"',
      "[cache/templates/expiry] expiry.days = 0",
      '[cache/organization-access] organizationAccess.organizationId = "o-*"',
      "[cache/scanning] scanning.repositories = 0 filters",
    ]);
  });
});
