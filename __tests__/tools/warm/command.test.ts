import { spawn } from "node:child_process";
import { describe, expect, it, vi } from "vitest";
import { run } from "../../../tools/terraform/terraform-cli";
import { ACCOUNT } from "../../local-aws/fixture";
import { ENTRY } from "../cli/ecr-cache";
import { countCalls, listOf, NGINX, REGISTRY, useCaches, warm, warmAsJson } from "./warm";

const local = useCaches();

const held = () =>
  Object.fromEntries(
    (local.aws.inventory()[ACCOUNT]?.["eu-west-1"]?.repositories ?? []).map(({ name, images }) => [
      name,
      Object.keys(images),
    ]),
  );
const count = (call: string) => countCalls(local.aws, call);

describe("npm run warm", () => {
  it("fills the cache with the images of a list", async () => {
    const { manifest } = local.aws.publish(NGINX);
    local.aws.publish("quay.io/prometheus/node-exporter:v1.9.1", { platforms: [] });
    local.aws.publish("registry-1.docker.io/grafana/loki:latest");
    const list = listOf(
      "# what the cluster runs",
      "nginx:1.29   # the front door",
      "",
      "quay.io/prometheus/node-exporter:v1.9.1",
      "grafana/loki",
    );
    const { code, stdout, stderr } = await warm([list]);
    expect(stdout).toBe("3 warmed.\n");
    expect(stderr).toContain(`warmed nginx:1.29 ${manifest.digest.slice(0, 19)} `);
    expect(stderr).toMatch(/^(\[\d\/3\] warmed \S+ sha256:\w{12} \d+(\.\d)? s\n){3}$/);
    expect(code).toBe(0);
    expect(held()).toEqual({
      "docker-hub/library/nginx": ["1.29"],
      "docker-hub/grafana/loki": ["latest"],
      "quay/prometheus/node-exporter": ["v1.9.1"],
    });
  });

  it("takes lists on standard input, as kubectl prints them, and references that lead to the cache", async () => {
    local.aws.publish(NGINX);
    local.aws.publish("registry-1.docker.io/library/redis:8");
    const cached = `${REGISTRY}/docker-hub/library/redis:8`;
    const around = { stdin: "nginx:1.29 docker.io/library/nginx:1.29" };
    const { code, warmed } = await warmAsJson(["-", cached, "nginx:1.29"], around);
    expect(warmed.map(({ image }: { image: string }) => image).sort()).toEqual([
      cached,
      "nginx:1.29",
    ]);
    expect(code).toBe(0);
    expect(count("ecr:BatchGetImage")).toBe(2);
    expect(count("ecr:GetAuthorizationToken")).toBe(1);
  });

  it("takes other addresses of a registry: of the upstream's, and of the caches' own", async () => {
    local.aws.publish(NGINX);
    const cached = `${ACCOUNT}.dkr-ecr.eu-west-1.on.aws/docker-hub/library/nginx:1.29`;
    const own = `${ACCOUNT}.dkr.ecr-fips.eu-west-1.amazonaws.com/own:1`;
    const { code, warmed, left } = await warmAsJson(["mirror.gcr.io/nginx:1.29", cached, own]);
    const references = warmed.map(({ reference }: { reference: string }) => reference);
    expect(references.sort()).toEqual([cached, `${REGISTRY}/docker-hub/library/nginx:1.29`].sort());
    expect(left).toMatchObject([{ image: own }]);
    expect(code).toBe(0);
    // A login for each host, though it is the same registry.
    expect(count("ecr:GetAuthorizationToken")).toBe(2);
    const pinned = await warmAsJson([cached.replace("nginx:1.29", "nginx:1.28"), "--retries=0"]);
    expect(pinned.failed).toMatchObject([
      { fix: expect.stringContaining("repository/docker-hub/*") },
    ]);
  });

  it("leaves what no cache covers, and says why", async () => {
    const images = [
      "docker.elastic.co/a/b:1",
      "localhost:5000/a:1",
      `${REGISTRY}/own:1`,
      "scratch",
    ];
    const { code, stdout } = await warm(images);
    expect(stdout).toContain("docker.elastic.co/a/b:1: no cache covers docker.elastic.co: ");
    expect(stdout).toContain("localhost:5000/a:1: it is in a registry of this machine or network");
    expect(stdout).toContain(`${REGISTRY}/own:1: it is in the registry of the caches`);
    expect(stdout).toMatch(/\n0 warmed, 4 left\.\n$/);
    expect(code).toBe(0);
    expect(local.aws.calls.some(({ call }) => call === "ecr:GetAuthorizationToken")).toBe(false);
  });

  it("only tells, in a dry run, and asks nobody", async () => {
    const before = local.aws.calls.length;
    const args = ["--dry-run", listOf("nginx", `quay.io/a/b@sha256:${"0".repeat(64)}`, "${IMAGE}")];
    const { code, stdout, stderr } = await warm(args);
    expect(stdout).toBe(
      [
        `would pull ${REGISTRY}/docker-hub/library/nginx:latest`,
        `would look up ${REGISTRY}/quay/a/b@sha256:${"0".repeat(64)}`,
        "",
        "Failed",
        "  ${IMAGE}",
        "    it is not an image reference",
        "    fix: write it as nginx:1.29 or quay.io/x/y:1, without a scheme and without variables",
        "",
        "2 to warm, 1 failed.",
        "",
      ].join("\n"),
    );
    expect(stderr).toBe("");
    expect(code).toBe(1);
    expect(local.aws.calls.length).toBe(before);
    expect((await warmAsJson(["--dry-run", "nginx"])).wouldPull).toEqual([
      { image: "nginx", reference: `${REGISTRY}/docker-hub/library/nginx:latest` },
    ]);
  });

  it("goes on after a failure, and ends with 1", async () => {
    local.aws.publish(NGINX);
    const { code, stdout } = await warm(["nginx:1.28", "nginx:1.29", "--concurrency=1"]);
    expect(stdout).toBe(
      [
        "Failed",
        "  nginx:1.28",
        `    ${REGISTRY}/docker-hub/library/nginx:1.28`,
        "    manifest unknown: Requested image not found (404)",
        "    fix: check that the upstream has the tag; if it has, allow ecr:BatchImportUpstreamImage on repository/docker-hub/*",
        "",
        "1 warmed, 1 failed.",
        "",
      ].join("\n"),
    );
    expect(code).toBe(1);
  });

  it("goes on after an answer that is no manifest", async () => {
    local.aws.publish(NGINX);
    const answer = new Response('{"schemaVersion":2,"manifests":[null]}');
    vi.spyOn(globalThis, "fetch").mockResolvedValueOnce(answer);
    const args = ["nginx:1.28", "nginx:1.29", "--concurrency=1"];
    const { code, failed, warmed } = await warmAsJson(args);
    expect(failed).toMatchObject([{ image: "nginx:1.28", cause: "damaged" }]);
    expect(warmed).toMatchObject([{ image: "nginx:1.29" }]);
    expect(code).toBe(1);
  });

  it.each([
    ["cut to its width", 33, "2 of 2 done, 1 failed: nginx:1.2"],
    ["that does not tell its width", 0, "2 of 2 done, 1 failed: nginx:1.28"],
  ])("shows one line that changes, on a terminal %s", async (_, columns, last) => {
    local.aws.publish(NGINX);
    const images = ["nginx:1.29", "nginx:1.28", "--concurrency=1"];
    const { stderr } = await warm(images, { columns });
    expect(stderr.split("\r\u001b[2K")).toEqual([
      "",
      "0 of 2 done: nginx:1.29",
      "1 of 2 done: nginx:1.29",
      "1 of 2 done: nginx:1.28",
      last,
      "",
    ]);
  });
});

describe("an image that is pinned", () => {
  const pinned = (digest: string) => `nginx:1.29@${digest}`;

  it("is warmed by its tag, and then looked for", async () => {
    const { manifest, platforms } = local.aws.publish(NGINX);
    const child = platforms["linux/arm64"]?.digest ?? "";
    const { code, warmed } = await warmAsJson([pinned(manifest.digest), pinned(child)]);
    expect(warmed.map(({ digest }: { digest: string }) => digest).sort()).toEqual(
      [manifest.digest, child].sort(),
    );
    expect(JSON.stringify(warmed)).not.toContain("note");
    expect(code).toBe(0);
  });

  it("fails where the tag has moved on", async () => {
    const old = local.aws.publish(NGINX);
    const now = local.aws.publish(NGINX, { revision: "2" });
    const { code, failed } = await warmAsJson([pinned(old.manifest.digest)]);
    expect(failed).toMatchObject([
      {
        cause: "moved",
        message: `in the cache, 1.29 refers to ${now.manifest.digest}, and the pinned image is not there`,
        fix: expect.stringContaining("pin the current digest of the tag"),
      },
    ]);
    expect(code).toBe(1);
  });

  it("is warm where the tag has moved on and the cache still has it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const old = local.aws.publish(NGINX);
    await warm(["nginx:1.29"]);
    vi.setSystemTime(Date.now() + 25 * 3600_000);
    const now = local.aws.publish(NGINX, { revision: "2" });
    const { code, stdout } = await warm([pinned(old.manifest.digest)]);
    expect(stdout).toContain(
      `: 1.29 now refers to ${now.manifest.digest}; the pinned image is still in the cache`,
    );
    expect(code).toBe(0);
  });

  it("can only be looked for without a tag", async () => {
    const { manifest } = local.aws.publish(NGINX);
    const image = `nginx@${manifest.digest}`;
    expect((await warmAsJson([image])).failed).toMatchObject([
      {
        cause: "digest",
        message:
          "the cache does not have this digest, and the first pull of an image by digest does not fill a cache",
        fix: "write the tag before the digest: nginx:1.29@sha256:…",
      },
    ]);
    await warm(["nginx:1.29"]);
    const { code, there } = await warmAsJson([image]);
    expect(there).toMatchObject([{ image, digest: manifest.digest }]);
    expect(code).toBe(0);
  });
});

describe("the platforms of an image", () => {
  it("are there, too, when they are asked for", async () => {
    local.aws.publish(NGINX);
    const { code } = await warm(["nginx:1.29", "--platform=linux/amd64", "--platform=linux/arm64"]);
    expect(code).toBe(0);
    expect(count("ecr:BatchGetImage")).toBe(3);
  });

  it("are said where it is not made for one", async () => {
    local.aws.publish(NGINX);
    expect((await warmAsJson(["nginx:1.29", "--platform=linux/s390x"])).failed).toMatchObject([
      {
        cause: "platform",
        message: "there is no image for linux/s390x",
        fix: "choose one of linux/amd64, linux/arm64",
      },
    ]);
  });
});

describe("the command itself", { timeout: 30_000 }, () => {
  const ARGS = [ENTRY, "warm"];
  const MAP = ["--map", `docker.io=${REGISTRY}/docker-hub`];

  it("reads standard input, keeps the summary apart, and prints no login", async () => {
    local.aws.publish(NGINX);
    const command = `echo nginx:1.29 | node ${[...ARGS, ...MAP].join(" ")} --json -`;
    const { code, stdout, stderr } = await run("sh", ["-c", command], { env: process.env });
    expect(JSON.parse(stdout)).toMatchObject({ warmed: [{ image: "nginx:1.29" }], failed: [] });
    expect(stderr).toMatch(/^\[1\/1\] warmed nginx:1\.29 /);
    expect(stdout + stderr).not.toMatch(/QVdT|Basic /);
    expect(code).toBe(0);
  });

  it("is refused in one sentence where it makes no sense", async () => {
    const { code, stdout, stderr } = await run(process.execPath, [...ARGS, "images.txt"], {
      env: process.env,
    });
    expect([code, stdout, stderr]).toEqual([
      64,
      "",
      'There is no file "images.txt". For an image of that name, write images.txt:latest.\n',
    ]);
  });

  it("ends well when it is interrupted: with what was done, and what was not", async () => {
    local.aws.publish(NGINX);
    const call = "ecr:BatchGetImage";
    local.aws.fail({ call, after: 1, code: "ServerException", status: 500, times: 99 });
    const args = [...ARGS, ...MAP, "--concurrency=1", "--retries=20", "nginx:1.29", "redis:8"];
    const child = spawn(process.execPath, args, { env: process.env });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    const ended = new Promise((done) => child.once("close", done));
    await vi.waitFor(() => expect(count(call)).toBeGreaterThan(2), 20_000);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(stdout).toBe("Interrupted before\n  redis:8\n\n1 warmed, 1 not tried.\n");
  });
});
