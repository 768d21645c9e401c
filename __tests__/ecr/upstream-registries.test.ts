import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as catalogue from "../../ecr/catalogue";
import { factsOf, filled, registryAt } from "../../ecr/registry-address";
import { adviceForHost } from "../../ecr/upstream-advice";
import { upstream } from "../../ecr/upstream-by-host";
import { checkUpstreamHost } from "../../ecr/upstream-host";
import { REGISTRY_NAMES } from "../../ecr/upstream-registries";

const PARTS = { name: "myregistry", account: "222222222222", region: "eu-central-1" };

/** Every registry of the table, with its placeholders filled in. */
const ROWS = REGISTRY_NAMES.map((registry) => {
  const {
    host,
    referenceHost = host,
    synonyms = [],
    otherHosts = [],
    ...facts
  } = factsOf(registry);
  const fill = (text: string) => filled(text, PARTS);
  return {
    ...facts,
    registry,
    host: fill(host),
    referenceHost: fill(referenceHost),
    otherHosts: otherHosts.map(fill),
    hosts: [...new Set([host, referenceHost, ...synonyms, ...otherHosts].map(fill))],
    call: fill(facts.call),
  };
});

describe.each(ROWS)("$registry", (row) => {
  const { registry, host, referenceHost, otherHosts, hosts, key, call, prefix, login, page } = row;

  it("is found by each of its hosts", () => {
    for (const one of hosts) {
      expect(registryAt(one)).toMatchObject({ registry, host, referenceHost, otherHosts });
    }
  });

  it("is accepted by the one host that ECR takes, and meant by the others", () => {
    expect(checkUpstreamHost(host)).toBeUndefined();
    const others = [...hosts, ...(row.mistakenHosts ?? [])].filter((one) => one !== host);
    for (const one of others) {
      expect(checkUpstreamHost(one)).toMatchObject({ fix: `did you mean "${host}"?` });
    }
  });

  it("has a function of the catalogue, which makes what its host makes", () => {
    const [, name = "", argument] = /^(\w+)\((.*)\)$/.exec(call) ?? [];
    const options = argument?.replaceAll(/(\w+): /g, '"$1": ');
    const made = (catalogue as unknown as Readonly<Record<string, (given?: unknown) => object>>)[
      name
    ]?.(options ? JSON.parse(options) : undefined);
    expect(made).toMatchObject({ registry, host, prefix });
    expect(upstream(host)).toEqual(made);
  });

  it("is advised by all of its hosts to somebody who has no cache of it", () => {
    for (const one of hosts) {
      expect(adviceForHost(one)).toBe(`add it to the upstreams in main.ts: ${key}: ${call}`);
    }
  });

  it("is in the table of docs/upstreams.md", () => {
    const cells = docs().find(([, line]) => line === `\`${key}: ${call}\``);
    const [title = "", , shown = "", pulledAs = "", alsoAt = ""] = cells ?? [];
    expect(title).toContain(`](${page})`);
    expect(shown).toMatch({ credentials: /token/, nothing: /^nothing/, role: /role/ }[login]);
    expect(pulledAs).toMatch(new RegExp(`^\`${prefix}/`));
    expect(alsoAt).toBe((factsOf(registry).otherHosts ?? []).map((one) => `\`${one}\``).join(", "));
  });

  it("has a line in examples/every-registry.ts", () => {
    const [name] = call.split("(");
    expect(readFileSync("examples/every-registry.ts", "utf8")).toContain(`: ${name}(`);
  });
});

it("no host belongs to two registries, or is a mistake and an address at once", () => {
  const hosts = ROWS.flatMap((row) => [...row.hosts, ...(row.mistakenHosts ?? [])]);
  expect(new Set(hosts).size).toBe(hosts.length);
});

it("the table of docs/upstreams.md has no other registry", () => {
  expect(docs()).toHaveLength(ROWS.length);
});

describe("the name of a registry of Azure", () => {
  it.each(["myregistry", "myregistry-e7ggejfuhzhgedc8", "abcde", "a".repeat(50)])(
    "may be %s",
    (name) => {
      expect(registryAt(`${name}.azurecr.io`)).toMatchObject({ parts: { name } });
    },
  );

  it.each(["abcd", "my-registry", "a.b", "myregistry-", "myregistry-a-b", "MyRegistry"])(
    "may not be %s",
    (name) => {
      expect(registryAt(`${name}.azurecr.io`)).toBeUndefined();
    },
  );
});

/** The cells of the first table. */
function docs(): string[][] {
  const [table = ""] = /(?:^\|.*\n)+/m.exec(readFileSync("docs/upstreams.md", "utf8")) ?? [];
  const [, , ...rows] = table.trimEnd().split("\n");
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
