import type { RequestListener } from "node:http";
import { gzipSync } from "node:zlib";
import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RegistryClient, type RegistryClientOptions } from "../../../tools/warm/registry-client";
import { RegistryLogins } from "../../../tools/warm/registry-logins";
import type { Target } from "../../../tools/warm/target";
import { warmAll } from "../../../tools/warm/warm-all";
import { warmImage } from "../../../tools/warm/warm-image";
import { useLocalAws } from "../../local-aws/fixture";
import { drip, hang, loopbackServer, reset, stall } from "../loopback-server";

const local = useLocalAws();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const LIMITS = { signal: new AbortController().signal, timeout: 5000 };
const DIGEST = `sha256:${"1".repeat(64)}`;
const MANIFEST = JSON.stringify({ schemaVersion: 2, config: { digest: DIGEST }, layers: [] });

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

/** Sends zeros until the client goes. */
const endless: RequestListener = (_, response) => {
  const send = () => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536)));
  };
  response.on("drain", send);
  send();
};

const PACKED = gzipSync(Buffer.alloc(64 * 1024 * 1024));

/** Sends packed zeros, a thousandth of what they unpack to, until the client goes. */
const packed: RequestListener = (_, response) => {
  response.writeHead(200, { "content-encoding": "gzip" });
  const send = () => {
    while (!response.destroyed && response.write(PACKED));
  };
  response.on("drain", send);
  send();
};

/** A client of a registry that has a login, and does not really wait. */
function clientOf(base: string, options: Partial<RegistryClientOptions> = {}) {
  const logins = new RegistryLogins(LIMITS);
  const login = { base, authorization: "Basic not-a-real-token", expiresAt: Number.MAX_VALUE };
  vi.spyOn(logins, "of").mockResolvedValue(login);
  const waits: number[] = [];
  const client = new RegistryClient(logins, {
    retries: 3,
    ...LIMITS,
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
    const base = await loopbackServer((_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { "retry-after": header() });
      response.end(MANIFEST);
    });
    const { client, waits } = clientOf(base);
    await client.manifest(target(), "1");
    expect(waits).toHaveLength(1);
    expect(Math.abs((waits[0] ?? 0) - about)).toBeLessThan(1100);
  });

  it.each(["-5", "1.5", "soon"])(
    "of %j, which is no time, is not taken for a date",
    async (time) => {
      let asked = 0;
      const base = await loopbackServer((_, response) => {
        asked += 1;
        if (asked === 1) response.writeHead(429, { "retry-after": time });
        response.end(MANIFEST);
      });
      const { client, waits } = clientOf(base);
      await client.manifest(target(), "1");
      expect(waits[0]).toBeGreaterThan(400);
    },
  );

  it("for too long is given up at once", async () => {
    const base = await loopbackServer((_, response) => {
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
    const base = await loopbackServer((_, response) => {
      response.writeHead(500).end();
    });
    const { client, waits } = clientOf(base);
    await failureOf(client.manifest(target(), "1"));
    expect(waits.map((wait) => Math.floor(Math.log2(wait / 500)))).toEqual([0, 1, 2]);
  });

  it("is asked as often as wished, with pauses of a minute at most", async () => {
    const base = await loopbackServer((_, response) => {
      response.writeHead(500).end();
    });
    const { client, waits } = clientOf(base, { retries: 20 });
    await failureOf(client.manifest(target(), "1"));
    expect(waits).toHaveLength(20);
    expect(Math.max(...waits)).toBeLessThanOrEqual(60_000);
  });
});

describe("a registry", () => {
  it.each([
    ["hangs", hang],
    ["stalls", stall],
    ["drips", drip],
  ])("that %s is asked again after the timeout, and then given up", async (_, answer) => {
    const base = await loopbackServer(answer);
    const { client, waits } = clientOf(base, { timeout: 100, retries: 1 });
    expect(await failureOf(client.manifest(target(), "1"))).toMatchObject({
      cause: "no-answer",
      message: `${target().host} did not answer within 0.1 s`,
      fix: expect.stringContaining("--timeout"),
    });
    expect(waits).toHaveLength(1);
  });

  it("that resets the connection is asked again, and said to have done so", async () => {
    const { client, waits } = clientOf(await loopbackServer(reset), { retries: 1 });
    expect(await failureOf(client.manifest(target(), "1"))).toMatchObject({
      cause: "no-answer",
      message: expect.stringContaining("the connection was closed before the answer was complete"),
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
    const elsewhere = await loopbackServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end(MANIFEST);
    });
    const base = await loopbackServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(307, { location: `${elsewhere}/manifest` }).end();
    });
    await clientOf(base).client.manifest(target(), "1");
    expect(seen).toEqual(["Basic not-a-real-token", undefined]);
  });

  it("is asked for indexes and images of both kinds", async () => {
    let accept = "";
    const base = await loopbackServer((request, response) => {
      accept = request.headers.accept ?? "";
      response.end(MANIFEST);
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
    const base = await loopbackServer((_, response) => {
      response
        .writeHead(200, { "docker-content-digest": `sha256:${"0".repeat(64)}` })
        .end(MANIFEST);
    });
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toMatchObject({
      cause: "damaged",
    });
  });

  it.each([
    "<html>Please log in</html>",
    "",
    "{}",
    "[]",
    "null",
    '"x"',
    "5",
    '{"schemaVersion":2}',
    '{"schemaVersion":1,"manifests":[]}',
    '{"manifests":[]}',
    '{"schemaVersion":2,"manifests":{}}',
    '{"schemaVersion":2,"manifests":[null]}',
    '{"schemaVersion":2,"manifests":[{"digest":5}]}',
    '{"schemaVersion":2,"manifests":[{"digest":"../../_catalog"}]}',
    '{"schemaVersion":2,"config":{},"layers":[]}',
    '{"schemaVersion":2,"errors":[null]}',
  ])("that sends %j is not believed", async (text) => {
    const base = await loopbackServer((_, response) => response.end(text));
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toEqual({
      cause: "damaged",
      message: "the answer is not the manifest of an image",
      fix: "check what answers instead of the registry, such as a proxy or a login page",
    });
  });

  it.each([
    ["for ever", endless],
    ["gigabytes in a few packed kilobytes", packed],
  ])("that sends %s is read no further than a manifest may go", async (_, answer) => {
    let sent: number | undefined;
    const base = await loopbackServer((request, response) => {
      request.socket.on("close", () => {
        sent = request.socket.bytesWritten;
      });
      answer(request, response);
    });
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toMatchObject({
      cause: "damaged",
      message: "the answer is larger than 4 MiB, which a manifest may not be",
    });
    // What the two ends of the connection hold ready comes on top.
    await vi.waitFor(() => expect(sent).toBeLessThan(32 * 1024 * 1024));
  });

  it("may send a manifest of 4 MiB", async () => {
    const text = MANIFEST.padEnd(4 * 1024 * 1024);
    const base = await loopbackServer((_, response) => response.end(text));
    await clientOf(base).client.manifest(target(), "1");
  });

  it.each([
    ["without end", "x", ""],
    ["that is no error of the protocol", '{"errors":5}', ""],
    ["without an entry", '{"errors":[]}', ""],
    ["with an entry that is none", '{"errors":[null]}', ""],
    ["with a message that is none", '{"errors":[{"code":"DENIED","message":5}]}', "denied"],
  ])("may refuse with a body %s", async (_, text, said) => {
    const base = await loopbackServer((request, response) => {
      response.statusCode = 403;
      if (text === "x") endless(request, response);
      else response.end(text);
    });
    expect(await failureOf(clientOf(base).client.manifest(target(), "1"))).toMatchObject({
      cause: "permission",
      message: said === "" ? "the registry answered 403" : `${said} (403)`,
    });
  });

  it("that does not have a platform yet is asked again until it has", async () => {
    const manifests = [
      { digest: DIGEST, platform: { os: "linux", architecture: "arm64", variant: "v8" } },
    ];
    let heads = 0;
    const base = await loopbackServer((request, response) => {
      if (request.method === "HEAD") {
        heads += 1;
        response.writeHead(heads < 3 ? 404 : 200).end();
      } else response.end(JSON.stringify({ schemaVersion: 2, manifests }));
    });
    const { client, waits } = clientOf(base);
    await warmImage(target(), ["linux/arm64"], client);
    expect([heads, waits]).toEqual([3, [1000, 2000]]);
  });

  it("is asked by no more at the same time than the limit, and by that many", async () => {
    let now = 0;
    let most = 0;
    const base = await loopbackServer((_, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end(MANIFEST);
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
    const base = await loopbackServer(() => interruption.abort());
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
    const logins = new RegistryLogins(LIMITS);
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
    await new RegistryLogins(LIMITS).of({ host: "elsewhere", region: "us-east-1" });
    expect(asked().map(({ region }) => region)).toEqual(["us-east-1"]);
  });

  it("that hangs ends by the timeout, and at once when somebody interrupts", async () => {
    useEnvironment();
    vi.stubEnv("AWS_ENDPOINT_URL_ECR", await loopbackServer(hang));
    expect(await failureOf(new RegistryLogins({ ...LIMITS, timeout: 100 }).of(target()))).toEqual({
      cause: "no-answer",
      message: `there is no login to ${target().host}: 127.0.0.1 did not answer within 0.1 s`,
      fix: expect.stringContaining("--timeout"),
    });
    const interruption = new AbortController();
    setTimeout(() => interruption.abort(new Error("Ctrl-C")), 50);
    const login = new RegistryLogins({ ...LIMITS, signal: interruption.signal }).of(target());
    await expect(login).rejects.toThrow("Ctrl-C");
  });

  it.each([
    ["InternalFailure", 500, "unavailable"],
    ["ThrottlingException", 400, "throttled"],
    ["AccessDeniedException", 400, "login"],
    ["ExpiredTokenException", 400, "login"],
    ["InvalidParameterException", 400, "login"],
  ])("that fails with %s, is said as what it is", async (code, status, cause) => {
    useEnvironment();
    vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
    local.aws.fail({ call: "ecr:GetAuthorizationToken", code, status });
    const failure = await failureOf(new RegistryLogins(LIMITS).of(target()));
    expect(failure).toMatchObject({ cause, message: expect.stringContaining(`${code}: `) });
  });

  it("with a profile that does not exist is not asked for", async () => {
    useEnvironment();
    vi.stubEnv("AWS_PROFILE", "nope");
    expect(await failureOf(new RegistryLogins(LIMITS).of(target()))).toMatchObject({
      cause: "login",
      message: expect.stringContaining('AWS_PROFILE is "nope"'),
      fix: expect.stringContaining("aws configure --profile nope"),
    });
    expect(asked()).toHaveLength(0);
  });

  it("that fails by a mistake of this program is shown as such", async () => {
    useEnvironment();
    vi.spyOn(ECR.prototype, "getAuthorizationToken").mockImplementation(() => {
      throw new TypeError("x is not a function");
    });
    await expect(new RegistryLogins(LIMITS).of(target())).rejects.toThrow(TypeError);
  });

  it.each([
    "111111111111.dkr-ecr.eu-west-1.on.aws",
    "111111111111.dkr.ecr-fips.eu-west-1.amazonaws.com",
  ])("is for the host that is named: %s", async (host) => {
    useEnvironment();
    const proxyEndpoint = "https://111111111111.dkr.ecr.eu-west-1.amazonaws.com";
    vi.spyOn(ECR.prototype, "getAuthorizationToken").mockImplementation((async () => ({
      authorizationData: [{ authorizationToken: "not-a-real-token", proxyEndpoint }],
    })) as never);
    const { base } = await new RegistryLogins(LIMITS).of({ host, region: "eu-west-1" });
    expect(base).toBe(`https://${host}`);
  });

  it.each([
    ["https://111111111111.dkr.ecr.eu-west-1.amazonaws.com", `https://${target().host}`],
    ["https://somewhere.example", `https://${target().host}`],
    ["http://somewhere.example", `https://${target().host}`],
    ["http://127.0.0.1.somewhere.example", `https://${target().host}`],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ])("for %s goes to %s", async (proxyEndpoint, base) => {
    useEnvironment();
    vi.spyOn(ECR.prototype, "getAuthorizationToken").mockImplementation((async () => ({
      authorizationData: [{ authorizationToken: "not-a-real-token", proxyEndpoint }],
    })) as never);
    expect((await new RegistryLogins(LIMITS).of(target())).base).toBe(base);
  });
});
