import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, useLocalAws } from "../../local-aws/fixture";
import {
  anOlderRepository,
  diagnosis,
  doctor,
  EXPIRY,
  healthyWithNode,
  useEnvironmentOf,
} from "./fixture";

const local = useLocalAws({ rejectedTokens: ["an-expired-token"] });
useEnvironmentOf(local);

describe("--fix", () => {
  beforeEach(() => healthyWithNode(local));
  const policyOf = async (repositoryName: string) => {
    const asked = local.ecr.getLifecyclePolicy({ repositoryName });
    return asked.then(({ lifecyclePolicyText }) => lifecyclePolicyText).catch(({ name }) => name);
  };
  const NONE = "LifecyclePolicyNotFoundException";

  it("puts the template's policy on exactly the older repositories of caches that have none", async () => {
    const names = [
      "docker-hub/library/nginx",
      "docker-hub/grafana/loki",
      "docker-hub-not",
      "team/app",
    ];
    for (const repositoryName of [...names, "docker-hub/kept", "docker-hub"]) {
      await local.ecr.createRepository({ repositoryName });
    }
    const kept = EXPIRY.replace("7", "30");
    await local.ecr.putLifecyclePolicy({
      repositoryName: "docker-hub/kept",
      lifecyclePolicyText: kept,
    });
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await local.ecr.createRepository({ repositoryName: "docker-hub/younger" });

    const asked = local.aws.calls.length;
    const { code, stdout, stderr } = await doctor("--fix");
    expect(stderr).toBe(
      `--fix will, in ${ACCOUNT}, eu-west-1:
  put the lifecycle policy of the template ROOT on docker-hub/grafana/loki
  put the lifecycle policy of the template ROOT on docker-hub/library/nginx
`,
    );
    expect(stdout).toContain("Healthy (2 fixed).");
    expect(code).toBe(0);
    const changes = local.aws.calls.slice(asked).filter(({ mutating }) => mutating);
    expect(changes.map(({ call }) => call)).toEqual(Array(2).fill("ecr:PutLifecyclePolicy"));
    expect(await policyOf("docker-hub/library/nginx")).toBe(EXPIRY);
    expect(await policyOf("docker-hub/grafana/loki")).toBe(EXPIRY);
    expect(await policyOf("docker-hub/kept")).toBe(kept);
    for (const name of ["docker-hub-not", "team/app", "docker-hub/younger", "docker-hub"]) {
      expect(await policyOf(name)).toBe(NONE);
    }
    expect(await doctor("--fix")).toMatchObject({ code: 0, stderr: "" });
  });

  it("goes on where one of them fails, and can be repeated", async () => {
    await anOlderRepository(local, "docker-hub/a");
    await anOlderRepository(local, "docker-hub/b");
    local.aws.fail({ call: "ecr:PutLifecyclePolicy" });
    const first = await diagnosis("--fix");
    expect(first.findings.map(({ where, fixed }) => [where, fixed])).toEqual([
      ["repository docker-hub/a", false],
      ["repository docker-hub/b", true],
    ]);
    expect(first.findings[0]?.cause).toContain("could not be repaired: AccessDeniedException");
    expect(first.code).toBe(1);
    const second = await diagnosis("--fix");
    expect(second.findings.map(({ where, fixed }) => [where, fixed])).toEqual([
      ["repository docker-hub/a", true],
    ]);
    expect(second.code).toBe(0);
    expect(await diagnosis()).toMatchObject({ code: 0, codes: [] });
  });

  it("takes the closest template's policy", async () => {
    await local.ecr.createRepository({ repositoryName: "docker-hub/library/nginx" });
    const closer = EXPIRY.replace("7", "90");
    await local.ecr.createRepositoryCreationTemplate({
      prefix: "docker-hub/library",
      appliedFor: ["PULL_THROUGH_CACHE"],
      lifecyclePolicy: closer,
    });
    await doctor("--fix");
    expect(await policyOf("docker-hub/library/nginx")).toBe(closer);
  });

  it("leaves the repositories of a ROOT cache alone: they may be your own", async () => {
    await local.ecr.createPullThroughCacheRule({
      ecrRepositoryPrefix: "ROOT",
      upstreamRegistryUrl: "public.ecr.aws",
    });
    await anOlderRepository(local, "team/app");
    const { code, codes } = await diagnosis("--fix");
    expect({ code, codes }).toEqual({ code: 0, codes: ["note lifecycle-root"] });
    expect(await policyOf("team/app")).toBe(NONE);
  });

  it("finds repositories on every page", async () => {
    for (let index = 0; index < 105; index += 1) {
      await local.ecr.createRepository({ repositoryName: `docker-hub/app-${index}` });
    }
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
    const { stdout, code } = await doctor();
    expect(stdout).toContain("    and 95 more (--json lists all)\n");
    expect(code).toBe(1);
  });

  it("waits where AWS slows it down", { timeout: 20_000 }, async () => {
    await anOlderRepository(local);
    local.aws.throttle({ call: "ecr:PutLifecyclePolicy" });
    expect(await diagnosis("--fix")).toMatchObject({ code: 0, outcome: "healthy" });
    const puts = local.aws.calls.filter(({ call }) => call === "ecr:PutLifecyclePolicy");
    expect(puts.map(({ error }) => error)).toEqual(["ThrottlingException", undefined]);
  });
});
