import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RegistryClient, type RegistryClientOptions } from "../../../tools/warm/registry-client";
import { RegistryLogins } from "../../../tools/warm/registry-logins";
import type { Target } from "../../../tools/warm/target";
import { warmAll } from "../../../tools/warm/warm-all";
import { warmImage } from "../../../tools/warm/warm-image";
import { useLocalAws } from "../../local-aws/fixture";

const local = useLocalAws();
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const target = (repository = "quay/a"): Target => ({
  image: repository,
  reference: `111111111111.dkr.ecr.eu-west-1.amazonaws.com/${repository}:1`,
  host: "111111111111.dkr.ecr.eu-west-1.amazonaws.com",
  region: "eu-west-1",
  repository,
  tag: "1",
  digest: undefined,
  cacheRepositories: "repository/quay/*",
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry that answers what a test wants. */
async function registry(handle: Handler): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A client of it that has a login, and does not really wait. */
function clientOf(base: string, options: Partial<RegistryClientOptions> = {}) {
  const logins = new RegistryLogins();
  const login = { base, authorization: "Basic not-a-real-token", expiresAt: Number.MAX_VALUE };
  vi.spyOn(logins, "of").mockResolvedValue(login);
  const waits: number[] = [];
  const client = new RegistryClient(logins, {
    retries: 3,
    timeout: 5000,
    signal: new AbortController().signal,
    wait: async (milliseconds) => waits.push(milliseconds),
    ...options,
  });
  return { client, waits };
}

const failureOf = async (pull: Promise<unknown>) =>
  pull.catch((error) => error.failure ?? error.name);

describe("a registry that asks for patience", () => {
  it.each([
    ["in seconds", () => "7", 7000],
    ["as a date", () => new Date(Date.now() + 7400).toUTCString(), 7000],
  ])("gets it %s", async (_, header, about) => {
    let asked = 0;
    const base = await registry((_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { "retry-after": header() });
      response.end("{}");
    });
    const { client, waits } = clientOf(base);
    await client.manifest(target(), "1");
    expect(waits).toHaveLength(1);
    expect(Math.abs((waits[0] ?? 0) - about)).toBeLessThan(1100);
  });

  it("for too long is given up at once", async () => {
    const base = await registry((_, response) => {
      response.writeHead(503, { "retry-after": "3600" }).end();
    });
    const { client, waits } = clientOf(base);
    expect(await failureOf(client.manifest(target(), "1"))).toMatchObject({
      cause: "unavailable",
      message: "the registry answered 503",
    });
    expect(waits).toEqual([]);
  });

  it("without saying how much gets more each time", async () => {
    const base = await registry((_, response) => {
      response.writeHead(500).end();
    });
    const { client, waits } = clientOf(base);
    await failureOf(client.manifest(target(), "1"));
    expect(waits.map((wait) => Math.floor(Math.log2(wait / 500)))).toEqual([0, 1, 2]);
  });

  it("is asked as often as wished, with pauses of a minute at most", async () => {
    const base = await registry((_, response) => {
      response.writeHead(500).end();
    });
    const { client, waits } = clientOf(base, { retries: 20 });
    await failureOf(client.manifest(target(), "1"));
    expect(waits).toHaveLength(20);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  });
});

describe("a registry", () => {
  it("that does not answer in time is asked again, and then given up", async () => {
    const base = await registry(() => {});
    const { client, waits } = clientOf(base, { timeout: 50, retries: 1 });
    expect(await failureOf(client.manifest(target(), "1"))).toMatchObject({
      cause: "no-answer",
      message: `${target().host} did not answer in time`,
      fix: expect.stringContaining("--timeout"),
    });
    expect(waits).toHaveLength(1);
  });

  it("that is not there is said to be so", async () => {
    const { client } = clientOf("http://127.0.0.1:1", { retries: 0 });
    expect(await failureOf(client.manifest(target(), "1"))).toMatchObject({
      cause: "no-answer",
      message: expect.stringContaining("does not answer: "),
    });
  });

  it("may lead elsewhere, where the login does not go", async () => {
    const seen: (string | undefined)[] = [];
    const elsewhere = await registry((request, response) => {
      seen.push(request.headers.authorization);
      response.end("{}");
    });
    const base = await registry((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(307, { location: `${elsewhere}/manifest` }).end();
    });
    await clientOf(base).client.manifest(target(), "1");
    expect(seen).toEqual(["Basic not-a-real-token", undefined]);
  });

  it("is asked for indexes and images of both kinds", async () => {
    let accept = "";
    const base = await registry((request, response) => {
      accept = request.headers.accept ?? "";
      response.end("{}");
    });
    await clientOf(base).client.manifest(target(), "1");
    expect(accept.split(", ")).toEqual([
      "application/vnd.oci.image.index.v1+json",
      "application/vnd.docker.distribution.manifest.list.v2+json",
      "application/vnd.oci.image.manifest.v1+json",
      "application/vnd.docker.distribution.manifest.v2+json",
    ]);
  });

  it("that sends another manifest than it says is not believed", async () => {
    const base = await registry((_, response) => {
      response.writeHead(200, { "docker-content-digest": `sha256:${"0".repeat(64)}` }).end("{}");
    });
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toMatchObject({
      cause: "damaged",
    });
  });

  it("that sends no manifest at all is not believed", async () => {
    const base = await registry((_, response) => response.end("<html>Please log in</html>"));
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toMatchObject({
      cause: "damaged",
      message: "the answer is no manifest",
    });
  });

  it("that does not have a platform yet is asked again until it has", async () => {
    const digest = `sha256:${"1".repeat(64)}`;
    const manifests = [{ digest, platform: { os: "linux", architecture: "arm64", variant: "v8" } }];
    let heads = 0;
    const base = await registry((request, response) => {
      if (request.method === "HEAD") {
        heads += 1;
        response.writeHead(heads < 3 ? 404 : 200).end();
      } else response.end(JSON.stringify({ manifests }));
    });
    const { client, waits } = clientOf(base);
    await warmImage(target(), ["linux/arm64"], client);
    expect([heads, waits]).toEqual([3, [1000, 2000]]);
  });

  it("is asked by no more at the same time than the limit, and by that many", async () => {
    let now = 0;
    let most = 0;
    const base = await registry((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end("{}");
      }, 20);
    });
    const { client } = clientOf(base);
    const results: object[] = [];
    await warmAll(
      Array.from({ length: 12 }, (_, index) => target(`quay/a${index}`)),
      {
        concurrency: 3,
        signal: new AbortController().signal,
        warm: (one) => warmImage(one, [], client),
        onStart: () => {},
        onResult: (result) => results.push(result),
      },
    );
    expect(results).toHaveLength(12);
    expect(most).toBe(3);
  });

  it("is left when somebody interrupts", async () => {
    const interruption = new AbortController();
    const base = await registry(() => interruption.abort());
    const { client } = clientOf(base, { signal: interruption.signal });
    expect(await failureOf(client.manifest(target(), "1"))).toBe("AbortError");
  });
});

describe("a login", () => {
  const useEnvironment = () => {
    for (const [name, value] of Object.entries(local.aws.environment("eu-west-1"))) {
      vi.stubEnv(name, value);
    }
  };
  const asked = () => local.aws.calls.filter(({ call }) => call === "ecr:GetAuthorizationToken");

  it("is asked for once, by however many, and again before it ends", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    useEnvironment();
    const logins = new RegistryLogins();
    const all = await Promise.all([1, 2, 3].map(() => logins.of(target())));
    expect(new Set(all).size).toBe(1);
    expect(asked()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 11 * 3600_000);
    await logins.of(target());
    expect(asked()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 56 * 60_000);
    const renewed = await Promise.all([1, 2, 3].map(() => logins.of(target())));
    expect(new Set(renewed).size).toBe(1);
    expect(asked()).toHaveLength(2);
  });

  it("is asked for in the registry's own Region", async () => {
    useEnvironment();
    await new RegistryLogins().of({ host: "elsewhere", region: "us-east-1" });
    expect(asked().map(({ region }) => region)).toEqual(["us-east-1"]);
  });

  it.each([
    "111111111111.dkr-ecr.eu-west-1.on.aws",
    "111111111111.dkr.ecr-fips.eu-west-1.amazonaws.com",
  ])("is for the host that is named: %s", async (host) => {
    const proxyEndpoint = "https://111111111111.dkr.ecr.eu-west-1.amazonaws.com";
    vi.spyOn(ECR.prototype, "getAuthorizationToken").mockImplementation((async () => ({
      authorizationData: [{ authorizationToken: "not-a-real-token", proxyEndpoint }],
    })) as never);
    const { base } = await new RegistryLogins().of({ host, region: "eu-west-1" });
    expect(base).toBe(`https://${host}`);
  });

  it.each([
    ["https://111111111111.dkr.ecr.eu-west-1.amazonaws.com", `https://${target().host}`],
    ["https://somewhere.example", `https://${target().host}`],
    ["http://somewhere.example", `https://${target().host}`],
    ["http://127.0.0.1.somewhere.example", `https://${target().host}`],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ])("for %s goes to %s", async (proxyEndpoint, base) => {
    vi.spyOn(ECR.prototype, "getAuthorizationToken").mockImplementation((async () => ({
      authorizationData: [{ authorizationToken: "not-a-real-token", proxyEndpoint }],
    })) as never);
    expect((await new RegistryLogins().of(target())).base).toBe(base);
  });
});
