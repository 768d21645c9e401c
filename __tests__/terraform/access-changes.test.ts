import { ECR, type PullThroughCacheRule } from "@aws-sdk/client-ecr";
import { IAM } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Line } from "../fixtures/changed-access";
import { aRole, aSecret } from "../local-aws/fixture";
import { diagnosis } from "../tools/doctor/fixture";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";
import { RegistryReader } from "./registry-reader";

const APP = "__tests__/fixtures/changed-access.ts";
const ACCOUNT = "111111111111";
const HOSTS = ["registry-1.docker.io", "ghcr.io", "quay.io", "registry.k8s.io"];
const REGIONS = ["us-east-1", "us-west-2"];

const ACCESSES = ["variables", "secret", "public", "created", "role", "none"] as const;
type Access = (typeof ACCESSES)[number];

/** A change of one upstream, in the same deploys as all the others. */
interface Change {
  readonly from: Access;
  readonly to: Access;
  /** What changes besides. */
  readonly besides: "nothing" | "upstream" | "prefix";
}

/** From each access to each other one, and more with another upstream or under another prefix. */
const CHANGES: readonly Change[] = ACCESSES.flatMap((from, index) => [
  ...ACCESSES.map((to): Change => ({ from, to, besides: from === to ? "upstream" : "nothing" })),
  { from, to: from, besides: "prefix" },
  { from, to: ACCESSES[(index + 1) % ACCESSES.length] ?? from, besides: "prefix" },
]);

describeWithTerraform("an upstream whose access changes", () => {
  let deployment: Deployment;
  let registry: RegistryReader;
  let ecr: ECR;
  let iam: IAM;
  let secretArn: string;
  let role: string;

  beforeAll(async () => {
    vi.stubEnv("UPSTREAMS", "{}");
    deployment = await Deployment.open(APP, { requireSecretValue: true });
    registry = new RegistryReader(deployment.aws, REGION);
    ecr = new ECR(registry.config);
    iam = new IAM(registry.config);
    secretArn = await aSecret(
      new SecretsManager(registry.config),
      undefined,
      "ecr-pullthroughcache/own",
    );
    role = await aRole(iam, "pullthroughcache.ecr.amazonaws.com", "own");
    for (const key of CHANGES.map(keyOf)) {
      deployment.sandbox.env[`TF_VAR_${key}_cache_username`] = "someone";
      deployment.sandbox.env[`TF_VAR_${key}_cache_token`] = "not-a-real-token";
    }
    for (const [name, value] of Object.entries(deployment.aws.environment(REGION))) {
      vi.stubEnv(name, value);
    }
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await deployment.close();
  });

  /** An upstream in `main.ts`: the usual one of its kind, or another one. */
  function line(access: Access, prefix: string, which: "usual" | "other" = "usual"): Line {
    const usual = which === "usual";
    const region = usual ? "us-east-1" : "us-west-2";
    const ofEcr = { prefix, account: ACCOUNT, region };
    const lines = {
      variables: [usual ? "dockerHub" : "gitHub", { prefix }],
      secret: [usual ? "dockerHub" : "gitHub", { prefix, secretArn }],
      public: [usual ? "quay" : "kubernetes", { prefix }],
      created: ["privateEcr", ofEcr],
      role: ["privateEcr", { ...ofEcr, role: { arn: role } }],
      none: ["privateEcr", { ...ofEcr, role: "none" }],
    } satisfies Record<Access, Line>;
    return lines[access];
  }

  async function synthesize(lines: Record<string, Line>): Promise<void> {
    vi.stubEnv("UPSTREAMS", JSON.stringify(lines));
    await deployment.synthesizeAgain(APP);
  }

  async function deploy(lines: Record<string, Line>): Promise<void> {
    await synthesize(lines);
    expect(await deployment.apply()).toMatchObject({ code: 0 });
  }

  async function forget(address: string): Promise<void> {
    expect(await deployment.terraform("state", "rm", address)).toMatchObject({ code: 0 });
  }

  async function deleteRole(RoleName: string): Promise<void> {
    const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
    for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
    await iam.deleteRole({ RoleName });
  }

  /** What a rule logs in with. */
  function loginOf({ credentialArn, customRoleArn }: PullThroughCacheRule): Access {
    if (credentialArn) return credentialArn === secretArn ? "secret" : "variables";
    if (customRoleArn) return customRoleArn === role ? "role" : "created";
    return "none";
  }

  /** How each rule logs in, by its prefix, once AWS has tried it and an image has been pulled. */
  async function workingRules(): Promise<Record<string, string>> {
    const tag = `${deployment.aws.calls.length}`;
    const hosts = [...HOSTS, ...REGIONS.map((one) => `${ACCOUNT}.dkr.ecr.${one}.amazonaws.com`)];
    for (const host of hosts) deployment.aws.publish(`${host}/team/app:${tag}`);
    const { authorizationData } = await ecr.getAuthorizationToken({});
    const headers = { authorization: `Basic ${authorizationData?.[0]?.authorizationToken}` };
    const rules = (await registry.rules()).map(async (rule) => {
      const { ecrRepositoryPrefix: prefix = "", upstreamRegistryUrl } = rule;
      const { failure } = await ecr.validatePullThroughCacheRule({ ecrRepositoryPrefix: prefix });
      const url = `${deployment.aws.endpoint}/v2/${prefix}/team/app/manifests/${tag}`;
      const { status } = await fetch(url, { headers });
      return [prefix, `${upstreamRegistryUrl} ${loginOf(rule)} ${failure ?? status}`] as const;
    });
    return Object.fromEntries(await Promise.all(rules));
  }

  it("has a rule that works afterwards, whatever it was and becomes", async () => {
    const lines = (of: (change: Change, prefix: string) => Line) =>
      Object.fromEntries(
        CHANGES.map((change) => [keyOf(change), of(change, keyOf(change).replaceAll("_", "."))]),
      );
    await deploy(lines(({ from }, prefix) => line(from, prefix)));
    const changed = lines(({ to, besides }, prefix) =>
      besides === "upstream"
        ? line(to, prefix, "other")
        : line(to, besides === "prefix" ? `x/${prefix}` : prefix),
    );
    await deploy(changed);
    const expected = CHANGES.map((change) => {
      const [registry, options] = changed[keyOf(change)] as Line;
      const login = change.to === "public" ? "none" : change.to;
      return [options.prefix, `${hostOf(registry, options.region)} ${login} 200`];
    });
    expect(await workingRules()).toEqual(Object.fromEntries(expected));
    expect(await deployment.plannedChanges()).toEqual({});
  });

  it("loses its role once the rule is gone, also after an earlier version, and a deploy that failed", async () => {
    const keys = ["known", "older", "failed", "stopped", "stopping", "roleless", "kept"];
    const linesOf = (accesses: Record<string, Access>) =>
      Object.fromEntries(keys.map((key) => [key, line(accesses[key] ?? "created", key)]));
    const before = { stopped: "role", roleless: "none", kept: "role" } as const;
    await deploy(linesOf(before));
    const after = { ...before, stopped: "none", stopping: "none" } as const;
    await synthesize(linesOf(after));
    deployment.aws.fail({ call: "ecr:DeletePullThroughCacheRule", times: 2 });
    // Without a refresh, Terraform orders what it destroys by what the state says alone.
    expect(await deployment.apply("-refresh=false")).toMatchObject({ code: 1 });
    expect((await diagnosis()).codes).toEqual([]);
    // An earlier version kept no record, and destroyed a role that the rule still names.
    for (const key of ["older", "failed", "roleless", "kept"]) {
      await forget(`terraform_data.${key}_access`);
    }
    await deleteRole("access-eu-west-1-upstream-failed");
    expect((await diagnosis()).codes).toEqual(["error role-missing"]);

    vi.stubEnv("CACHE_ACCOUNT", ACCOUNT);
    await synthesize(linesOf(after));
    const planned = await deployment.plannedChanges();
    expect(planned).toMatchObject({
      "aws_ecr_pull_through_cache_rule.known": "replace",
      "aws_ecr_pull_through_cache_rule.failed": "replace",
      "aws_ecr_pull_through_cache_rule.roleless": "replace",
      "terraform_data.kept_access": "create",
    });
    expect(planned).not.toHaveProperty(["aws_ecr_pull_through_cache_rule.kept"]);
    expect(await deployment.apply()).toMatchObject({ code: 0 });
    const host = hostOf("privateEcr", "us-east-1");
    expect(await workingRules()).toEqual({
      ...Object.fromEntries(keys.map((key) => [key, `${host} none 200`])),
      kept: `${host} role 200`,
    });
    expect(await deployment.plannedChanges()).toEqual({});
    vi.stubEnv("CACHE_ACCOUNT", "");
  });

  it("gets a role that is gone again as the doctor says", async () => {
    await deploy({ ours: line("created", "ours"), yours: line("role", "yours") });
    for (const name of ["access-eu-west-1-upstream-ours", "own"]) await deleteRole(name);
    const { codes, findings } = await diagnosis();
    expect(codes).toEqual(["error role-missing", "error role-missing"]);
    expect(findings[0]?.fix).toContain("npx cdktf deploy creates the role of an app again");
    expect(await deployment.apply()).toMatchObject({ code: 0 });
    expect(findings[0]?.fix).toContain("create a role of yours again under this name");
    await aRole(iam, "pullthroughcache.ecr.amazonaws.com", "own");
    expect((await diagnosis()).codes).toEqual([]);
    const host = hostOf("privateEcr", "us-east-1");
    expect(await workingRules()).toEqual({
      ours: `${host} created 200`,
      yours: `${host} role 200`,
    });
  });
});

function keyOf({ from, to, besides }: Change): string {
  return besides === "prefix" ? `${from}_${to}_moved` : `${from}_${to}`;
}

function hostOf(name: Line[0], region?: string): string {
  return {
    dockerHub: "registry-1.docker.io",
    gitHub: "ghcr.io",
    quay: "quay.io",
    kubernetes: "registry.k8s.io",
    privateEcr: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com`,
  }[name];
}
