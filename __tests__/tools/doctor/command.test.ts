import { describe, expect, it, vi } from "vitest";
import { run } from "../../../tools/terraform/terraform-cli";
import { ACCOUNT, policy, useLocalAws } from "../../local-aws/fixture";
import { ENTRY } from "../cli/ecr-cache";
import { hang, loopbackServer } from "../loopback-server";
import {
  aHealthyCache,
  diagnosis,
  doctor,
  HOST,
  healthyWithNode,
  NODE,
  organizationPolicy,
  useEnvironmentOf,
  withoutCreate,
} from "./fixture";

const local = useLocalAws({ rejectedTokens: ["an-expired-token"] });
useEnvironmentOf(local);

const OTHERS = `arn:aws:iam::222222222222:role/node`;

describe("npm run doctor", { timeout: 30_000 }, () => {
  it("finds nothing wrong with a cache that works, changes nothing and reads no secret", async () => {
    await healthyWithNode(local);
    const before = local.aws.inventory();
    const asked = local.aws.calls.length;
    expect(
      await doctor("--principal", NODE, "--image", `${HOST}/docker-hub/library/nginx`),
    ).toEqual({
      code: 0,
      stderr: "",
      stdout: `account ${ACCOUNT}, eu-west-1, caches docker-hub\n\nHealthy.\n`,
    });
    expect(local.aws.inventory()).toEqual(before);
    const calls = local.aws.calls.slice(asked);
    expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
    expect(calls.map(({ call }) => call)).not.toContain("secretsmanager:GetSecretValue");
  });

  it("has a form for programs", async () => {
    await aHealthyCache(local);
    await local.ecr.deleteRepositoryCreationTemplate({ prefix: "ROOT" });
    const { code, stdout } = await doctor("--json");
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      outcome: "findings",
      registries: [
        {
          account: ACCOUNT,
          region: "eu-west-1",
          stack: null,
          caches: [{ prefix: "docker-hub", upstream: "registry-1.docker.io" }],
          findings: [
            {
              code: "template-missing",
              severity: "warning",
              where: "rule docker-hub",
              cause: expect.stringContaining("no image ever expires"),
              fix: "main.ts: expiry: { days: 7 }, then npx cdktf deploy",
              fixed: false,
            },
          ],
        },
      ],
    });
    expect(code).toBe(1);
  });

  it("writes for people, the worst first", async () => {
    await aHealthyCache(local, "an-expired-token");
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy(withoutCreate) });
    const { code, stdout } = await doctor("--principal", OTHERS);
    expect(stdout.replaceAll(/(docker-hub)-\w{6}\b/g, "$1-abcdef")).toMatchInlineSnapshot(`
      "account 111111111111, eu-west-1, caches docker-hub

        error: login-rejected
          rule docker-hub
            AWS cannot log in to registry-1.docker.io ("The authentication to the upstream registry failed."). What is cached is still served; new images and tags are not
            fix: write {"username": "…", "accessToken": "…"} to credentials.json, then: aws secretsmanager put-secret-value --secret-id arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/docker-hub-abcdef --secret-string file://credentials.json; rm credentials.json

        warning: policy-too-little
          registry policy
            it allows other accounts to import, but not ecr:CreateRepository: for them, the first pull of a new image fails
            fix: main.ts: organizationAccess: { firstPulls: "allowed" }, then npx cdktf deploy; the policy of whoever pulls must allow it too

        unknown: principal-elsewhere
          arn:aws:iam::222222222222:role/node
            it belongs to the account 222222222222, and IAM only simulates principals of the calling account, 111111111111
            fix: with credentials of 222222222222: aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::222222222222:role/node --action-names ecr:GetAuthorizationToken; aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::222222222222:role/node --action-names ecr:BatchGetImage ecr:BatchImportUpstreamImage ecr:CreateRepository ecr:GetDownloadUrlForLayer --resource-arns 'arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*'

      1 error, 1 warning, 1 not checked. See docs/doctor.md for an explanation of each.
      "
    `);
    expect(code).toBe(1);
  });

  it("is a command of its own, with an exit code of its own", async () => {
    const command = (args: readonly string[], env: NodeJS.ProcessEnv) =>
      run(process.execPath, [ENTRY, "doctor", ...args], {
        env: { ...process.env, ...local.aws.environment("eu-west-1"), ...env },
      });
    const found = await command([], {});
    expect(found.stdout).toContain("error: rule-missing");
    expect(found.code).toBe(1);
    const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", HOME: "/dev/null" };
    const lost = await command([], nobody);
    expect(lost.stderr).toContain("There are no valid AWS credentials");
    expect(lost.stderr).not.toMatch(/^ {4}at /m);
    expect(lost).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("the app", { timeout: 30_000 }, () => {
  it("says what should be there", async () => {
    const { codes, findings, code } = await diagnosis("--app", "main.ts");
    expect(codes).toEqual(["error rule-missing", "error policy-missing"]);
    expect(findings[0]?.fix).toBe("npx cdktf deploy ecr-pull-through-cache");
    expect(code).toBe(1);
  });

  it("has what it asked for noted, not found fault with", async () => {
    await aHealthyCache(local);
    await local.ecr.putRegistryPolicy({ policyText: organizationPolicy(withoutCreate) });
    const { codes, code } = await diagnosis("--stack", "ecr-pull-through-cache");
    expect({ codes, code }).toEqual({
      codes: ["note secret-rotated", "note policy-too-little", "note settings-of-others"],
      code: 0,
    });
  });

  it("would replace what others have set, before its first deployment", async () => {
    await local.ecr.putRegistryPolicy({
      policyText: policy({
        Sid: "TheirReplication",
        Principal: { AWS: "arn:aws:iam::222222222222:root" },
        Action: "ecr:ReplicateImage",
        Resource: "*",
      }),
    });
    const { codes, findings } = await diagnosis("--app", "main.ts");
    expect(codes).toContain("warning settings-of-others");
    expect(findings.at(-1)).toMatchObject({
      cause:
        "the registry policy (TheirReplication): it is not in the state of ecr-pull-through-cache, and a deployment would replace it",
      fix: "npx cdktf diff ecr-pull-through-cache says the ways on",
    });
  });

  it("cannot be compared with settings that whoever asks may not read", async () => {
    local.aws.fail({ call: "ecr:GetRegistryScanningConfiguration" });
    const { codes } = await diagnosis("--app", "main.ts");
    expect(codes).toContain("unknown not-looked-at");
  });

  it.each([
    [["--app", "main.ts", "--region", "us-east-1"], "main.ts has no stack in us-east-1."],
    [["--app", "examples/pipeline-access.ts"], "has no stack with caches."],
    [["--app", "man.ts"], "There is no app man.ts."],
  ])("%j cannot be looked at", async (args, sentence) => {
    const { code, stdout, stderr } = await doctor(...args);
    expect(stderr).toContain(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a registry of scope V1", () => {
  const old = useLocalAws({ registryPolicyScope: "V1" });
  useEnvironmentOf(old);

  it("needs the template to let others read", async () => {
    await old.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "docker-hub",
      upstreamRegistryUrl: "public.ecr.aws",
    });
    const V1 = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];
    await old.ecr.putRegistryPolicy({ policyText: organizationPolicy(V1) });
    const template = { prefix: "docker-hub", appliedFor: ["PULL_THROUGH_CACHE" as const] };
    await old.ecr.createRepositoryCreationTemplate(template);
    expect((await diagnosis()).codes).toEqual(Array(2).fill("warning policy-too-little"));
    await old.ecr.updateRepositoryCreationTemplate({
      prefix: "docker-hub",
      repositoryPolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: ["ecr:BatchGetImage"] }],
      }),
    });
    expect((await diagnosis()).codes).toEqual([]);
  });
});

describe("a look that cannot begin", () => {
  it("says what AWS refused", async () => {
    local.aws.fail({ call: "ecr:DescribePullThroughCacheRules" });
    const { code, stdout, stderr } = await doctor("--json");
    expect(stderr).toContain("AWS refused to answer: AccessDeniedException: ");
    expect(stderr).toContain("fix: allow whoever runs the doctor");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("needs a Region", async () => {
    for (const name of ["AWS_REGION", "AWS_DEFAULT_REGION"]) vi.stubEnv(name, "");
    const { code, stderr } = await doctor();
    expect(stderr).toContain("No Region is given.");
    expect(code).toBe(2);
  });

  it("ends by the timeout of a request that hangs", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_STS", await loopbackServer(hang));
    const { code, stdout, stderr } = await doctor("--timeout", "1");
    expect(stderr).toMatch(/^127\.0\.0\.1 did not answer within 1 s\nfix: raise --timeout, .*\n$/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a look that fails halfway", () => {
  it("is one of the findings", async () => {
    await healthyWithNode(local);
    vi.stubEnv("AWS_ENDPOINT_URL_IAM", await loopbackServer(hang));
    const { code, stdout } = await doctor("--timeout", "1", "--principal", NODE);
    expect(stdout).toContain("  unknown: not-looked-at\n");
    expect(stdout).toContain("127.0.0.1 did not answer within 1 s\n      fix: raise --timeout");
    expect(code).toBe(2);
  });
});

describe("an account of several that cannot be reached", { timeout: 30_000 }, () => {
  const ARGS = ["--app", "examples/multi-region.ts"];
  const refuseTheLast = () => local.aws.fail({ call: "sts:AssumeRole", after: 2, times: 9 });

  it("is said, and the others are looked at all the same", async () => {
    refuseTheLast();
    const { code, stdout, stderr } = await doctor(...ARGS);
    expect(stderr).toMatch(
      /^cache-222222222222-eu-west-1 could not be checked\. AccessDenied: .*\nfix: allow .*\n$/,
    );
    expect(stdout).toContain("cache-111111111111-eu-west-1: account 111111111111, eu-west-1");
    expect(stdout).toContain("cache-111111111111-us-east-1: account 111111111111, us-east-1");
    expect(stdout).not.toContain("222222222222");
    expect(code).toBe(2);
  });

  it("makes the outcome unknown for programs", async () => {
    refuseTheLast();
    const { outcome, code, findings } = await diagnosis(...ARGS);
    expect({ outcome, code }).toEqual({ outcome: "unknown", code: 2 });
    expect(findings).not.toEqual([]);
  });
});
