import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerfile } from "../../../../tools/rewrite/formats/dockerfile";
import { CACHE, refusals, throughCache, withoutCache } from "./through-cache";

const HUB = `${CACHE}/docker-hub`;

describe("Dockerfiles", () => {
  it.each([
    ["Dockerfile", true],
    ["app/Dockerfile.dev", true],
    ["app/api.Dockerfile", true],
    ["app/api.dockerfile", true],
    ["Containerfile", true],
    ["Dockerfile.dockerignore", false],
    ["docker/file.txt", false],
    ["MyDockerfile", false],
  ])("are known by their name: %s %s", (path, known) => {
    expect(dockerfile.handles(path, "")).toBe(known);
  });

  it.each([
    ["an image", "FROM nginx:1.29\n", `FROM ${HUB}/library/nginx:1.29\n`],
    [
      "a keyword in small letters, and a stage",
      "from   grafana/loki:3   as  app\n",
      `from   ${HUB}/grafana/loki:3   as  app\n`,
    ],
    [
      "a platform",
      "FROM --platform=$BUILDPLATFORM golang:1.25\n",
      `FROM --platform=$BUILDPLATFORM ${HUB}/library/golang:1.25\n`,
    ],
    ["quotes", 'FROM "nginx:1"\n', `FROM "${HUB}/library/nginx:1"\n`],
    [
      "lines that end as on Windows",
      "FROM nginx:1\r\nCOPY --from=busybox:1 \\\r\n  /a /b\r\nFROM ghcr.io/a/b:2\r\n",
      `FROM ${HUB}/library/nginx:1\r\nCOPY --from=${HUB}/library/busybox:1 \\\r\n  /a /b\r\nFROM ${CACHE}/ghcr/a/b:2\r\n`,
    ],
    ["a byte order mark", "\uFEFFFROM nginx:1\n", `\uFEFFFROM ${HUB}/library/nginx:1\n`],
    [
      "lines that go on, with comments between them",
      "FROM \\\n  # which one\n  --platform=linux/arm64 \\\n\n  nginx:1 \\\n  AS web\n",
      `FROM \\\n  # which one\n  --platform=linux/arm64 \\\n\n  ${HUB}/library/nginx:1 \\\n  AS web\n`,
    ],
    [
      "another escape character",
      "# escape=`\nFROM `\n  nginx:1\nCOPY a\\b c\\\nFROM ghcr.io/a/b:1\n",
      `# escape=\`\nFROM \`\n  ${HUB}/library/nginx:1\nCOPY a\\b c\\\nFROM ${CACHE}/ghcr/a/b:1\n`,
    ],
    [
      "files copied and mounted from images",
      "FROM scratch\nCOPY --from=busybox:1 --chown=1 /a /b\nRUN --mount=type=bind,from=alpine:3,target=/x --mount=target=/y,from=ghcr.io/a/b:1 echo\n",
      `FROM scratch\nCOPY --from=${HUB}/library/busybox:1 --chown=1 /a /b\nRUN --mount=type=bind,from=${HUB}/library/alpine:3,target=/x --mount=target=/y,from=${CACHE}/ghcr/a/b:1 echo\n`,
    ],
    [
      "what a later build does",
      "FROM scratch\nONBUILD COPY --from=busybox:1 /a /b\n",
      `FROM scratch\nONBUILD COPY --from=${HUB}/library/busybox:1 /a /b\n`,
    ],
    [
      "an argument that is an image",
      "ARG BASE=nginx:1.29\nFROM ${BASE}\nFROM $BASE AS again\n",
      `ARG BASE=${HUB}/library/nginx:1.29\nFROM \${BASE}\nFROM $BASE AS again\n`,
    ],
    [
      "an argument in quotes, beside others",
      'ARG A=1 BASE="nginx:1.29" C\nFROM ${BASE}\n',
      `ARG A=1 BASE="${HUB}/library/nginx:1.29" C\nFROM \${BASE}\n`,
    ],
    [
      "an argument that is a tag",
      "ARG TAG=1.29\nFROM nginx:${TAG}-alpine\n",
      `ARG TAG=1.29\nFROM ${HUB}/library/nginx:\${TAG}-alpine\n`,
    ],
    [
      "a tag without a default",
      "ARG GO_VERSION\nFROM golang:${GO_VERSION}-alpine\n",
      `ARG GO_VERSION\nFROM ${HUB}/library/golang:\${GO_VERSION}-alpine\n`,
    ],
    [
      "an argument that is a registry",
      "ARG REGISTRY=docker.io\nARG TAG=3\nFROM ${REGISTRY}/grafana/loki:${TAG}\n",
      `ARG REGISTRY=${HUB}\nARG TAG=3\nFROM \${REGISTRY}/grafana/loki:\${TAG}\n`,
    ],
    [
      "an official image in a registry that is an argument",
      "ARG REGISTRY=docker.io\nFROM ${REGISTRY}/nginx:1\n",
      `ARG REGISTRY=${HUB}/library\nFROM \${REGISTRY}/nginx:1\n`,
    ],
    [
      "an argument made of another",
      "ARG TAG=1.29\nARG BASE=nginx:${TAG}\nFROM ${BASE}-alpine\n",
      `ARG TAG=1.29\nARG BASE=${HUB}/library/nginx:\${TAG}\nFROM \${BASE}-alpine\n`,
    ],
    [
      "the last default of an argument",
      "ARG BASE=nginx:1\nARG BASE=nginx:2\nFROM ${BASE}\n",
      `ARG BASE=nginx:1\nARG BASE=${HUB}/library/nginx:2\nFROM \${BASE}\n`,
    ],
    [
      "a default in the image itself",
      "FROM ${BASE:-nginx:1.29}\n",
      `FROM \${BASE:-${HUB}/library/nginx:1.29}\n`,
    ],
    [
      "a name that is an argument, where every name goes the same way",
      "ARG NAME=a/b\nFROM ghcr.io/${NAME}:1\n",
      `ARG NAME=a/b\nFROM ${CACHE}/ghcr/\${NAME}:1\n`,
    ],
  ])("are changed at %s", (_, text, expected) => {
    expect(throughCache(dockerfile, text)).toBe(expected);
    expect(throughCache(dockerfile, expected)).toBe(expected);
  });

  it.each([
    ["the empty image", "FROM scratch\n"],
    [
      "stages",
      "FROM scratch AS Build\nFROM build\nCOPY --from=BUILD /a /b\nCOPY --from=0 /a /b\nRUN --mount=from=build,target=/x echo\n",
    ],
    [
      "files copied from a stage that stands further down",
      "FROM scratch\nCOPY --from=later /a /b\nFROM scratch AS later\n",
    ],
    [
      "documents that look like instructions",
      "FROM scratch\nRUN <<EOF\nFROM nginx:1\nCOPY --from=nginx:1 a b\nEOF\nCOPY <<-'A' /b\n\tFROM nginx:1\n\tA\n",
    ],
    [
      "stages whose names are arguments",
      "ARG TARGET=dev\nFROM scratch AS dev\nFROM scratch AS build-dev\nFROM $TARGET\nFROM build-${TARGET}\n",
    ],
    ["comments", "# FROM nginx:1\nFROM scratch\n  # COPY --from=nginx:1 a b\n"],
    ["arguments of a stage", "FROM scratch\nARG BASE=nginx:1\n"],
    ["a file of another build", "COPY a b\n"],
    ["an empty file", ""],
    ["a digest", `FROM nginx@sha256:${"a".repeat(64)}\n`],
  ])("keep %s", (_, text) => {
    expect(throughCache(dockerfile, text)).toBe(text);
    expect(refusals(dockerfile, text)).toEqual([]);
  });

  it.each([
    [
      "# syntax=docker/dockerfile:1\nFROM scratch\n",
      "docker/dockerfile:1: BuildKit pulls this frontend",
    ],
    ["ARG BASE\nFROM ${BASE}\n", "${BASE}: BASE has no default here"],
    ["FROM ${REGISTRY}/x:1\n", "${REGISTRY}/x:1: REGISTRY has no default here"],
    ["ARG REGISTRY=\nFROM ${REGISTRY}nginx:1\n", "begins with an empty build argument"],
    ['ARG REGISTRY=""\nFROM ${REGISTRY}nginx:1\n', "begins with an empty build argument"],
    ["ARG NAME=nginx\nFROM docker.io/${NAME}:1\n", "docker.io/nginx:1: its name is a variable"],
    ["FROM ${BASE:+nginx}\n", "${BASE:+nginx}: it is not written as one plain word"],
    ["FROM ngi\\\nnx:1\n", "it is not written as one plain word"],
    ["FROM scratch\nCOPY --from=assets /a /b\n", "assets: it is an image or a context"],
  ])("say why %j stays", (text, sentence) => {
    expect(refusals(dockerfile, text).join("\n")).toContain(sentence);
    expect(throughCache(dockerfile, text)).toBe(text);
  });

  it("keep an argument that begins several images, which may not all be in the cache", () => {
    const text = "ARG R=docker.io\nFROM ${R}/library/golang:1 AS a\nFROM ${R}/library/alpine:3\n";
    expect(throughCache(dockerfile, text)).toBe(text);
    expect(refusals(dockerfile, text)).toEqual([
      expect.stringContaining("docker.io/library/golang:1: R begins several images"),
      expect.stringContaining("docker.io/library/alpine:3: R begins several images"),
    ]);
  });

  it.each([
    [
      "FROM golang:1-${OS} AS a\nFROM ${OS}\n",
      `FROM ${HUB}/library/golang:1-\${OS} AS a\nFROM \${OS}\n`,
    ],
    ["FROM scratch AS on-alpine\nFROM ${OS}:3\nFROM on-${OS}\n", undefined],
    ["FROM ${X}/a:${OS}\nFROM ${OS}\n", undefined],
  ])("keep an argument that is read in other places, too: %j", (stages, changed = stages) => {
    const text = `ARG OS=alpine\n${stages}`;
    expect(throughCache(dockerfile, text)).toBe(`ARG OS=alpine\n${changed}`);
    expect(refusals(dockerfile, text).join("\n")).toContain(": OS is read in other places, too");
  });

  it("refuse a replacement that the text which stays does not fit", () => {
    const [site] = dockerfile.sites("ARG T=1\nFROM nginx:${T}\n", "Dockerfile");
    expect(site?.reference).toBe("nginx:1");
    expect(site?.replace("nginx:2")).toBeUndefined();
  });

  const image = fc.constantFrom(
    "nginx:1",
    "grafana/loki",
    "ghcr.io/a/b:2",
    "scratch",
    "quay.io/a/b",
    "${X}",
  );
  const line = fc.oneof(
    image.map((name) => `FROM ${name}`),
    image.map((name) => `FROM --platform=linux/amd64 \\\n  ${name} AS s`),
    image.map((name) => `COPY --from=${name} /a /b`),
    image.map((name) => `RUN <<E\nFROM ${name}\nE`),
    image.map((name) => `# FROM ${name}`),
    image.map((name) => `ARG X=${name}`),
    fc.stringMatching(/^[ -~]{0,30}$/).map((text) => `RUN ${text.replaceAll(/[\\<]/g, "")}`),
    fc.string({ maxLength: 20 }),
  );

  it("change nothing but references, and change them once", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom("\n", "\r\n"), (lines, end) => {
        const text = lines.join("\n").replaceAll("\n", end);
        const once = throughCache(dockerfile, text);
        expect(withoutCache(once)).toBe(withoutCache(text));
        expect(throughCache(dockerfile, once)).toBe(once);
      }),
    );
  });
});
