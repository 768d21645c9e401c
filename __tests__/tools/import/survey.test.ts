import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FINDERS } from "../../../tools/import/finders";
import { Survey } from "../../../tools/import/survey";
import type { StackJson } from "../../../tools/terraform/synthesized-stack";
import { ACCOUNT, aRole, aSecret, useLocalAws } from "../../local-aws/fixture";

const local = useLocalAws();
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:failures`;
const MADE_UP = "ecr-pullthroughcache/docker-hub-20260102030405060700000001";
const ALSO_MADE_UP = "ecr-pullthroughcache/docker-hub-20260102030405060700000002";

type Resources = NonNullable<StackJson["resource"]>;

async function survey(resource: Resources, env = {}, variable: StackJson["variable"] = {}) {
  const { ecr, secrets, iam, events, sns } = local;
  const services = { ecr, secrets, iam, events, sns };
  const aws = { accountId: ACCOUNT, region: "eu-west-1", partition: "aws", ...services };
  return Object.fromEntries(await new Survey({ resource, variable }, aws, env).all());
}

const found = (id: string) => expect.objectContaining({ kind: "found", id });
const missing = expect.objectContaining({ kind: "missing" });
const unknown = (why: string) => ({ kind: "unknown", why: expect.stringContaining(why) });

const dockerRule = {
  docker: {
    ecr_repository_prefix: "docker-hub",
    upstream_registry_url: "registry-1.docker.io",
    credential_arn: "${aws_secretsmanager_secret.docker.arn}",
  },
};
const secretWithPrefix = {
  aws_ecr_pull_through_cache_rule: dockerRule,
  aws_secretsmanager_secret: { docker: { name_prefix: "ecr-pullthroughcache/docker-hub-" } },
};

function makeRule(credentialArn: string) {
  return local.ecr.createPullThroughCacheRule({
    ecrRepositoryPrefix: "docker-hub",
    upstreamRegistryUrl: "registry-1.docker.io",
    credentialArn,
  });
}

describe("what a stack would make", () => {
  it("is not looked for where only Terraform's state has it", async () => {
    expect(
      await survey({ terraform_data: { platform_access: { triggers_replace: "none" } } }),
    ).toEqual({});
  });

  it("is found, whatever type a construct makes", () => {
    const imported = readdirSync("constructs").flatMap((file) => {
      const source = readFileSync(`constructs/${file}`, "utf8");
      return [...source.matchAll(/provider-aws\/lib\/(?!data-|provider")([\w-]+)"/g)];
    });
    const types = imported.map(([, name = ""]) => `aws_${name.replaceAll("-", "_")}`);
    expect([...new Set(types)].sort()).toEqual(Object.keys(FINDERS).sort());
  });

  it("has its id in docs/existing.md, for who imports by hand", () => {
    const page = readFileSync("docs/existing.md", "utf8");
    expect(Object.keys(FINDERS).filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
  });

  it("of another type is not known", async () => {
    expect(await survey({ aws_ecr_repository: { mine: { name: "mine" } } })).toEqual({
      "aws_ecr_repository.mine": unknown(
        "this command cannot look for the type aws_ecr_repository",
      ),
    });
  });

  it("is all missing in an account that holds nothing, but for settings that each account has", async () => {
    expect(
      await survey({
        ...everything,
        aws_ecr_account_setting: { scope: { name: "REGISTRY_POLICY_SCOPE" } },
      }),
    ).toEqual({
      ...Object.fromEntries(Object.entries(everything).map(([type]) => [`${type}.this`, missing])),
      "aws_ecr_account_setting.scope": found("REGISTRY_POLICY_SCOPE"),
    });
  });

  it("is found by the ids that Terraform imports by", async () => {
    const { ecr, iam, events, sns, secrets } = local;
    const arn = await aSecret(secrets);
    const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId: arn });
    const [version] = Object.keys(VersionIdsToStages);
    await makeRule(arn);
    await ecr.createRepositoryCreationTemplate({
      prefix: "ROOT",
      appliedFor: ["PULL_THROUGH_CACHE"],
    });
    await ecr.putRegistryPolicy({ policyText: registryPolicy });
    await ecr.putRegistryScanningConfiguration({
      scanType: "BASIC",
      rules: [
        {
          scanFrequency: "SCAN_ON_PUSH",
          repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        },
      ],
    });
    await aRole(iam, "ecr.amazonaws.com");
    const PolicyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "ecr:CreateRepository", Resource: "*" }],
    });
    await iam.putRolePolicy({ RoleName: "a-role", PolicyName: "inline", PolicyDocument });
    const { Policy } = await iam.createPolicy({ PolicyName: "pull", PolicyDocument });
    await iam.attachRolePolicy({ RoleName: "a-role", PolicyArn: Policy?.Arn });
    const provider = { Url: "https://gitlab.com", ClientIDList: ["https://gitlab.com"] };
    await iam.createOpenIDConnectProvider(provider);
    await sns.createTopic({ Name: "failures" });
    await events.putRule({ Name: "failures", EventPattern: '{"source":["aws.ecr"]}' });
    await events.putTargets({ Rule: "failures", Targets: [{ Id: "by-hand", Arn: TOPIC }] });

    const policyArn = `arn:aws:iam::${ACCOUNT}:policy/pull`;
    expect(await survey(everything)).toEqual({
      "aws_cloudwatch_event_rule.this": found("failures"),
      "aws_cloudwatch_event_target.this": found("failures/by-hand"),
      "aws_ecr_pull_through_cache_rule.this": found("docker-hub"),
      "aws_ecr_registry_policy.this": found(ACCOUNT),
      "aws_ecr_registry_scanning_configuration.this": found(ACCOUNT),
      "aws_ecr_repository_creation_template.this": found("ROOT"),
      "aws_iam_openid_connect_provider.this": found(
        `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`,
      ),
      "aws_iam_policy.this": found(policyArn),
      "aws_iam_role.this": found("a-role"),
      "aws_iam_role_policy.this": found("a-role:inline"),
      "aws_iam_role_policy_attachment.this": found(`a-role/${policyArn}`),
      "aws_secretsmanager_secret.this": found(arn),
      "aws_secretsmanager_secret_version.this": found(`${arn}|${version}`),
      "aws_sns_topic.this": found(TOPIC),
      "aws_sns_topic_policy.this": found(TOPIC),
    });
  });

  it("has names from variables, given or by default", async () => {
    await aRole(local.iam, "ecr.amazonaws.com", "from-env");
    await aRole(local.iam, "ecr.amazonaws.com", "by-default");
    const aws_iam_role = {
      a: { name: "${var.a}" },
      b: { name: "${var.b}" },
      c: { name: "${var.c}" },
    };
    const variable = { a: {}, b: { default: "by-default" }, c: {} };
    expect(await survey({ aws_iam_role }, { TF_VAR_a: "from-env" }, variable)).toEqual({
      "aws_iam_role.a": found("from-env"),
      "aws_iam_role.b": found("by-default"),
      "aws_iam_role.c": unknown("TF_VAR_c is not set"),
    });
  });

  it("is unknown where its name is, and where that of what it refers to is", async () => {
    expect(
      await survey({
        aws_iam_role: { a: { name: "${lower(var.a)}" } },
        aws_iam_role_policy: { a: { name: "inline", role: "${aws_iam_role.a.id}" } },
      }),
    ).toEqual({
      "aws_iam_role.a": unknown("only Terraform can evaluate ${lower(var.a)}"),
      "aws_iam_role_policy.a": unknown("aws_iam_role.a is unknown itself"),
    });
  });

  it("is unknown where AWS does not let look, and the rest is found", async () => {
    await local.ecr.putRegistryPolicy({ policyText: registryPolicy });
    local.aws.fail({ call: "ecr:GetRegistryScanningConfiguration" });
    const { aws_ecr_registry_policy, aws_ecr_registry_scanning_configuration } = everything;
    expect(
      await survey({ aws_ecr_registry_policy, aws_ecr_registry_scanning_configuration }),
    ).toEqual({
      "aws_ecr_registry_policy.this": found(ACCOUNT),
      "aws_ecr_registry_scanning_configuration.this": unknown("AccessDeniedException: "),
    });
  });
});

describe("a rule", () => {
  it("of another upstream is not taken over: it would be replaced", async () => {
    const quay = { ecrRepositoryPrefix: "docker-hub", upstreamRegistryUrl: "quay.io" };
    await local.ecr.createPullThroughCacheRule(quay);
    const { "aws_ecr_pull_through_cache_rule.docker": rule } = await survey(secretWithPrefix);
    expect(rule).toEqual(
      unknown("the rule for docker-hub caches quay.io, not registry-1.docker.io"),
    );
  });
});

describe("a secret", () => {
  const address = "aws_secretsmanager_secret.docker";

  it("that waits for its deletion is not taken over", async () => {
    const SecretId = await aSecret(local.secrets);
    await local.secrets.deleteSecret({ SecretId, RecoveryWindowInDays: 7 });
    const aws_secretsmanager_secret = { docker: { name: "ecr-pullthroughcache/docker-hub" } };
    const { [address]: secret } = await survey({ aws_secretsmanager_secret });
    expect(secret).toEqual(unknown("scheduled for deletion"));
  });

  it("of another name is pointed out where the rule uses it", async () => {
    const arn = await aSecret(local.secrets, undefined, "ecr-pullthroughcache/by-hand");
    await makeRule(arn);
    const aws_secretsmanager_secret = { docker: { name: "ecr-pullthroughcache/docker-hub" } };
    const resources = { aws_ecr_pull_through_cache_rule: dockerRule, aws_secretsmanager_secret };
    const { [address]: secret } = await survey(resources);
    expect(secret).toEqual({ kind: "missing", note: expect.stringContaining(arn) });
  });

  it("with a made-up end to its name is found by the beginning", async () => {
    await aSecret(local.secrets, undefined, "ecr-pullthroughcache/docker-hub");
    await aSecret(local.secrets, undefined, "ecr-pullthroughcache/docker-hub-by-hand");
    const arn = await aSecret(local.secrets, undefined, MADE_UP);
    expect(await survey(secretWithPrefix)).toMatchObject({ [address]: found(arn) });
  });

  it("with a name that Terraform would not make up is not taken over: it would be replaced", async () => {
    await aSecret(local.secrets, undefined, "ecr-pullthroughcache/docker-hub-by-hand");
    expect(await survey(secretWithPrefix)).toMatchObject({ [address]: missing });
  });

  it("of several is the one that the rule uses", async () => {
    await aSecret(local.secrets, undefined, MADE_UP);
    const arn = await aSecret(local.secrets, undefined, ALSO_MADE_UP);
    await aSecret(local.secrets, undefined, MADE_UP.replace(/1$/, "3"));
    expect(await survey(secretWithPrefix)).toMatchObject({
      [address]: unknown("3 secrets have a name that begins with"),
    });
    await makeRule(arn);
    expect(await survey(secretWithPrefix)).toMatchObject({ [address]: found(arn) });
  });

  it("is never read, and a write-only value is written anew", async () => {
    const arn = await aSecret(local.secrets);
    const value = { secret_id: arn, secret_string_wo: "${jsonencode({})}" };
    expect(await survey({ aws_secretsmanager_secret_version: { docker: value } })).toEqual({
      "aws_secretsmanager_secret_version.docker": {
        kind: "missing",
        note: expect.stringContaining("an import would put it into the state"),
      },
    });
    expect(local.aws.calls.map(({ call }) => call)).not.toContain("secretsmanager:GetSecretValue");
  });

  it("has the version that is current", async () => {
    const SecretId = await aSecret(local.secrets);
    const { VersionId } = await local.secrets.putSecretValue({ SecretId, SecretString: "{}" });
    const value = { secret_id: SecretId, secret_string: "{}" };
    expect(await survey({ aws_secretsmanager_secret_version: { docker: value } })).toEqual({
      "aws_secretsmanager_secret_version.docker": found(`${SecretId}|${VersionId}`),
    });
  });
});

it("a target is unknown where several send to the same topic", async () => {
  await local.sns.createTopic({ Name: "failures" });
  await local.events.putRule({ Name: "failures", EventPattern: '{"source":["aws.ecr"]}' });
  const Targets = ["one", "two"].map((Id) => ({ Id, Arn: TOPIC }));
  await local.events.putTargets({ Rule: "failures", Targets });
  const { aws_cloudwatch_event_rule, aws_cloudwatch_event_target, aws_sns_topic } = everything;
  expect(
    await survey({ aws_cloudwatch_event_rule, aws_cloudwatch_event_target, aws_sns_topic }),
  ).toMatchObject({ "aws_cloudwatch_event_target.this": unknown("several targets") });
});

const registryPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Replication",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::222222222222:root" },
      Action: "ecr:ReplicateImage",
      Resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/*`,
    },
  ],
});

/** One resource of each type that can be missing, with the references that the constructs make. */
const everything = {
  aws_cloudwatch_event_rule: { this: { name: "failures" } },
  aws_cloudwatch_event_target: {
    this: { rule: "${aws_cloudwatch_event_rule.this.name}", arn: "${aws_sns_topic.this.arn}" },
  },
  aws_ecr_pull_through_cache_rule: {
    this: { ecr_repository_prefix: "docker-hub", upstream_registry_url: "registry-1.docker.io" },
  },
  aws_ecr_registry_policy: { this: { policy: "${data.aws_iam_policy_document.this.json}" } },
  aws_ecr_registry_scanning_configuration: { this: { scan_type: "BASIC" } },
  aws_ecr_repository_creation_template: { this: { prefix: "ROOT" } },
  aws_iam_openid_connect_provider: { this: { url: "https://gitlab.com" } },
  aws_iam_policy: { this: { name: "pull" } },
  aws_iam_role: { this: { name: "a-role" } },
  aws_iam_role_policy: { this: { name: "inline", role: "${aws_iam_role.this.id}" } },
  aws_iam_role_policy_attachment: {
    this: { role: "a-role", policy_arn: "${aws_iam_policy.this.arn}" },
  },
  aws_secretsmanager_secret: { this: { name: "ecr-pullthroughcache/docker-hub" } },
  aws_secretsmanager_secret_version: {
    this: { secret_id: "${aws_secretsmanager_secret.this.id}", secret_string: "${jsonencode({})}" },
  },
  aws_sns_topic: { this: { name: "failures" } },
  aws_sns_topic_policy: { this: { arn: "${aws_sns_topic.this.arn}" } },
};
