import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { beforeEach, describe, expect, it } from "vitest";
import { aSecret, useLocalAws } from "./fixture";

const local = useLocalAws();

beforeEach(() => aSecret(local.secrets, "a-token"));

/** Asks for the value of a secret, with headers that `fetch` does not allow. */
async function readSecret(headers: Record<string, string>) {
  const { hostname, port } = new URL(local.aws.endpoint);
  const sent = request({
    method: "POST",
    hostname,
    port,
    headers: {
      authorization:
        "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-target": "secretsmanager.GetSecretValue",
      host: `127.0.0.1:${port}`,
      ...headers,
    },
  });
  sent.end(JSON.stringify({ SecretId: "ecr-pullthroughcache/docker-hub" }));
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

const port = () => new URL(local.aws.endpoint).port;

describe("a page in a browser cannot read a secret", () => {
  it.each([
    ["whose host name leads to loopback", () => ({ host: `rebound.example.com:${port()}` })],
    ["whose host name contains this one", () => ({ host: `127.0.0.1.example.com:${port()}` })],
    ["on another port of loopback", () => ({ host: "127.0.0.1:1" })],
    ["that sends its origin", () => ({ origin: "https://example.com" })],
    ["without an origin", () => ({ origin: "null" })],
    ["of the same site", () => ({ "sec-fetch-site": "same-origin" })],
    ["on another site", () => ({ "sec-fetch-site": "cross-site" })],
  ])("%s", async (_, headers) => {
    const before = local.aws.calls.length;
    const { status, body } = await readSecret(headers());
    expect(status).toBe(403);
    expect(body).toBe(
      `local-aws answers programs that ask for 127.0.0.1:${port()}, and no web pages.\n`,
    );
    expect(local.aws.calls).toHaveLength(before);
  });
});

it.each(["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])(
  "a program that asks for %s reads it",
  async (name) => {
    const { status, body } = await readSecret({ host: `${name}:${port()}` });
    expect(status).toBe(200);
    expect(body).toContain("a-token");
  },
);
