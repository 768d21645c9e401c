import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { azure, dockerHub, gitHub, kubernetes, privateEcr, quay } from "../../ecr/catalogue";
import type { Upstream } from "../../ecr/upstream";
import type { PullThroughCacheStackProps } from "../../stacks/properties/pull-through-cache";
import { PullThroughCacheStack } from "../../stacks/pull-through-cache-stack";
import { problemsOf } from "../../stacks/synthesize";
import { AWS_PROVIDER_VERSION, configureProvider } from "../../stacks/terraform-settings";
import { exampleValue } from "../../tools/demo/sandbox";
import { terraform } from "../../tools/terraform/terraform-cli";
import { CONSTRUCTS } from "../constructs/each-construct";
import { Deployment, REGION } from "./deployment";
import { describeWithTerraform } from "./describe-with-terraform";

/** How many stacks are deployed at once: each is a module of one configuration. */
const STACKS = 5;

type Props = Omit<PullThroughCacheStackProps, "region">;

/** Values that are accepted alone, and now and then one that is not: of many stacks, few would be left. */
function mostly<T>(accepted: readonly T[], refused: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...accepted), weight: 20 },
    { arbitrary: fc.constantFrom(...refused), weight: 1 },
  );
}

const prefix = mostly(["a0", "hub", "team/hub", "a.b", "a_b", "x-y/z", "hub/"], ["Hub", "a--b"]);
const filter = mostly(["*", "hub/*", "a.b*", "prod", "*x*"], ["Hub", "hub/", "a--b"]);
const filters = fc.array(filter, { minLength: 0, maxLength: 3 });

const upstreams = fc
  .uniqueArray(mostly(["docker", "ghcr", "acr", "quay", "k8s", "other_1"], ["Bad-Key"]), {
    maxLength: 4,
  })
  .chain((keys) => fc.tuple(...keys.map((key) => fc.record({ key: fc.constant(key), prefix }))))
  .map((entries) =>
    Object.fromEntries(
      entries.map(({ key, prefix: one }, index) => {
        const options = { prefix: `${one.replace(/\/$/, "")}/${index}${index}` };
        const other = { account: "222222222222", region: "eu-central-1" };
        const catalogue: Record<string, () => Upstream> = {
          docker: () => dockerHub(options),
          ghcr: () => gitHub(options),
          acr: () => azure("examplecompany", options),
          quay: () => quay(options),
          k8s: () => kubernetes(options),
        };
        const privately = () => privateEcr({ ...options, ...other, upstreamRepositoryPrefix: one });
        return [key, (catalogue[key] ?? privately)()];
      }),
    ),
  );

const organizationAccess = fc.record(
  {
    repositories: fc.constantFrom("caches" as const, "registry" as const),
    match: fc.constantFrom("StringEquals" as const, "StringLike" as const),
    firstPulls: fc.constantFrom("allowed" as const, "refused" as const),
    policyScope: fc.constant("V2" as const),
    organizationId: mostly(["o-exampleorgid"], ["o-*"]),
    importable: fc.array(fc.constantFrom("hub/00/*", "hub/00/library/nginx*", "*"), {
      maxLength: 2,
    }),
    only: mostly<NonNullable<NonNullable<Props["organizationAccess"]>["only"]>>(
      [
        { accounts: ["333333333333"] },
        { organizationalUnits: ["o-exampleorgid/r-ab12/ou-ab12-11111111/*"] },
      ],
      [{ accounts: ["3333"] }],
    ),
  },
  { requiredKeys: ["repositories"] },
);

const scanning = fc.oneof(
  fc.record({ type: fc.constant("BASIC" as const), repositories: filters }),
  fc.record(
    { type: fc.constant("ENHANCED" as const), onPush: filters, continuous: filters },
    { requiredKeys: ["type"] },
  ),
);

const props: fc.Arbitrary<Props> = fc.record(
  {
    upstreams,
    secrets: fc.record(
      {
        value: fc.constantFrom("in-state" as const, "write-only" as const),
        recoveryWindowInDays: mostly([0, 7, 30], [3]),
      },
      { requiredKeys: [] },
    ),
    expiry: fc.oneof(
      fc.record({ days: mostly([1, 7, 3650], [0]) }),
      fc.record({ images: mostly([1, 500], [0.5]) }),
    ),
    repositories: fc.record(
      {
        template: fc.constant("per-prefix" as const),
        tagMutability: fc.constantFrom("MUTABLE" as const, "IMMUTABLE" as const),
        kmsKeyArn: mostly(
          [`arn:aws:kms:${REGION}:111111111111:key/1234`],
          [`arn:aws:kms:${REGION}:111111111111:alias/cache`],
        ),
      },
      { requiredKeys: ["template"] },
    ),
    organizationAccess,
    scanning,
    failureAlarm: fc.constant({ topic: "create" as const }),
    pullPermissions: fc.constantFrom({ as: "outputs" as const }, { as: "managed-policy" as const }),
    tags: mostly<Record<string, string>>(
      [{ team: "platform" }],
      [{ "aws:team": "no" }, { team: "" }, { Team: "a", team: "b" }],
    ),
  },
  { requiredKeys: ["upstreams", "repositories"] },
);

/** Stacks that would replace each other's rules and templates are kept apart by their prefixes. */
function stackOf(app: App, index: number, one: Props): PullThroughCacheStack {
  const apart = Object.entries(one.upstreams ?? {}).map(([key, upstream]) => [
    key,
    { ...upstream, prefix: `s${index}-${upstream.prefix}` },
  ]);
  const importable = one.organizationAccess?.importable?.map((name) => `s${index}-${name}`);
  return new PullThroughCacheStack(app, `stack-${index}`, {
    ...one,
    region: REGION,
    // One account and Region for all, which this app need not know.
    upstreams: Object.fromEntries(apart),
    ...(one.organizationAccess && {
      organizationAccess: { ...one.organizationAccess, ...(importable && { importable }) },
    }),
  });
}

function isAccepted(one: Props): boolean {
  const outdir = mkdtempSync(join(tmpdir(), "accepted-"));
  const app = new App({ outdir });
  stackOf(app, 0, one);
  const problems = problemsOf(app);
  rmSync(outdir, { recursive: true });
  return problems.length === 0;
}

/** Few others are: most options of access to an organization exclude it. */
const openedToAccounts = props
  .map(
    (one): Props => ({
      ...one,
      organizationAccess: { repositories: "caches", only: { accounts: ["333333333333"] } },
    }),
  )
  .filter(isAccepted);

describeWithTerraform("properties that are accepted here", () => {
  let deployment: Deployment;

  beforeAll(async () => {
    deployment = await Deployment.open("main.ts", { requireSecretValue: true });
  });
  afterAll(() => deployment.close());

  it("are accepted by terraform validate, and by AWS", async () => {
    const several = fc
      .array(props.filter(isAccepted), { minLength: STACKS - 1, maxLength: STACKS - 1 })
      .chain((list) => openedToAccounts.map((one) => [one, ...list]));
    const property = fc.asyncProperty(several, async (list) => {
      deployment.aws.reset();
      const builds = list.map((one, index) => (app: App) => void stackOf(app, index, one));
      const run = await validated(builds);
      const applied = await run("apply", "-auto-approve", "-input=false", "-no-color");
      expect(applied.stderr.replace(/Warning:/g, "")).not.toContain("Error:");
      expect(applied.code).toBe(0);
    });
    // Shrinking would run Terraform a hundred times; the seed in the report repeats the failure.
    await fc.assert(property, { numRuns: 1, endOnFailure: true });
  });

  it("are accepted by terraform validate where a construct stands alone", async () => {
    const given = { key: "k8s_io", region: REGION, account: "222222222222", prefix: "team/hub" };
    await validated(
      Object.values(CONSTRUCTS).map((build) => (app: App, id: string) => {
        const stack = new TerraformStack(app, id);
        configureProvider(stack, { region: REGION });
        build(stack, given);
        expect(problemsOf(app)).toEqual([]);
      }),
    );
  });

  /** Has Terraform validate the stacks. @returns what runs Terraform on them. */
  async function validated(builds: readonly Build[]) {
    const folder = modules(deployment.sandbox.folder, builds);
    const run = (...args: string[]) => terraform(folder, deployment.sandbox.env, ...args);
    expect((await run("init", "-input=false", "-no-color")).stderr).toBe("");
    const { diagnostics } = JSON.parse((await run("validate", "-json")).stdout);
    expect(diagnostics.filter(isError)).toEqual([]);
    return run;
  }
});

function isError(diagnostic: { severity: string }): boolean {
  return diagnostic.severity === "error";
}

/** Adds a stack to an app of its own: in one app, two owners of one registry are refused. */
type Build = (app: App, id: string) => void;

/** One configuration with each stack as a module, which takes the provider from it. */
function modules(parent: string, builds: readonly Build[]): string {
  const folder = mkdtempSync(join(parent, "modules-"));
  const module = Object.fromEntries(
    builds.map((build, index) => {
      const outdir = join(folder, `app-${index}`);
      const app = new App({ outdir });
      build(app, `stack-${index}`);
      app.synth();
      const file = join(outdir, "stacks", `stack-${index}`, "cdk.tf.json");
      const { provider: _, ...json } = JSON.parse(readFileSync(file, "utf8"));
      delete json.terraform.backend;
      writeFileSync(file, JSON.stringify(json));
      const source = `./app-${index}/stacks/stack-${index}`;
      return [`stack_${index}`, { source, ...variables(json.variable ?? {}) }];
    }),
  );
  const provider = { aws: [{ region: REGION }] };
  const required_providers = { aws: { source: "hashicorp/aws", version: AWS_PROVIDER_VERSION } };
  const root = { provider, module, terraform: { required_providers } };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(root));
  return folder;
}

function variables(declared: Record<string, { default?: unknown }>): Record<string, string> {
  const needed = Object.entries(declared).filter(([, one]) => one.default === undefined);
  return Object.fromEntries(needed.map(([name]) => [name, exampleValue(name)]));
}
