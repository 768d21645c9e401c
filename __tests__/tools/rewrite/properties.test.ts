import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { formatImageReference, parseImageReference } from "../../../references/image-reference";
import { changes } from "./rewritten";

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const image = fc
  .tuple(
    fc.constantFrom(
      "",
      "docker.io/",
      "ghcr.io/",
      "quay.io/",
      "localhost:5000/",
      "index.docker.io/",
    ),
    fc.array(word, { minLength: 1, maxLength: 3 }),
    fc.constantFrom("", ":1.10", ":latest", ":v1_2.3-rc"),
    fc.constantFrom("", "", "", `@sha256:${"ab".repeat(32)}`),
  )
  .map(([host, path, tag, digest]) => host + path.join("/") + tag + digest)
  .filter((text) => parseImageReference(text) !== undefined);

const text = fc.oneof(
  word,
  fc.constantFrom("a: b", "# no", "'", '"', "{{x}}", " ", "1.0", "null", "é\u2028x"),
);
const container = fc.record({ name: word, image, args: fc.array(text, { maxLength: 3 }) });
const manifest = fc.record({
  apiVersion: fc.constant("apps/v1"),
  kind: fc.constantFrom("Deployment", "StatefulSet", "Rollout"),
  metadata: fc.record({ name: word, annotations: fc.dictionary(word, text, { maxKeys: 3 }) }),
  spec: fc.record({
    template: fc.record({
      spec: fc.record({
        initContainers: fc.array(container, { maxLength: 2 }),
        containers: fc.array(container, { minLength: 1, maxLength: 3 }),
      }),
    }),
  }),
});

/** A manifest as people and machines write it. */
const file = fc
  .record({
    manifest,
    quotes: fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE" as const),
    flow: fc.boolean(),
    ending: fc.constantFrom("\n", "\r\n"),
    bom: fc.boolean(),
  })
  .map(({ manifest: content, quotes, flow, ending, bom }) => {
    const yaml = stringify(content, {
      defaultStringType: quotes as "PLAIN",
      defaultKeyType: "PLAIN",
      collectionStyle: flow ? "flow" : "any",
      lineWidth: 0,
    });
    const lines = flow ? yaml.replace("apiVersion", "\n  apiVersion") : yaml;
    return (bom ? "\uFEFF" : "") + lines.replaceAll("\n", ending);
  });

const on = (yaml: string, reverse = false) => changes("a.yaml", yaml, { reverse })?.text ?? yaml;

/** A value with every image in it replaced. */
function withImages(value: unknown, by: (image: string) => string): unknown {
  return JSON.parse(JSON.stringify(value), (key, one) =>
    key === "image" && typeof one === "string" ? by(one) : one,
  );
}

function canonical(text: string): string {
  const reference = parseImageReference(text);
  return reference ? formatImageReference(reference) : text;
}

describe("any manifest", () => {
  it("only has other images afterwards", () => {
    fc.assert(
      fc.property(file, (yaml) => {
        const images = (one: string) => withImages(parse(one), () => "an image");
        expect(images(on(yaml))).toEqual(images(yaml));
      }),
    );
  });

  it("is as it was when it is rewritten again", () => {
    fc.assert(
      fc.property(file, (yaml) => {
        expect(on(on(yaml))).toBe(on(yaml));
      }),
    );
  });

  it("has the same images after the way there and back", () => {
    fc.assert(
      fc.property(file, (yaml) => {
        const there = on(yaml);
        const images = (one: string) => withImages(parse(one), canonical);
        expect(images(on(there, true))).toEqual(images(yaml));
      }),
    );
  });

  it("leads to the cache wherever it can", () => {
    fc.assert(
      fc.property(file, (yaml) => {
        expect(changes("a.yaml", on(yaml))?.changed).toEqual([]);
        const before = changes("a.yaml", yaml)?.changed.length ?? 0;
        const back = changes("a.yaml", on(yaml), { reverse: true })?.changed.length ?? 0;
        expect(back).toBe(before);
      }),
    );
  });
});
