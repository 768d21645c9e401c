import { describe, expect, it } from "vitest";
import { changes, long, rewritten } from "./rewritten";

describe("Helm values", () => {
  it.each([
    ["image: a/b:1", "image: HUB/a/b:1"],
    ["sub: {image: ghcr.io/a/b}", "sub: {image: GHCR/a/b}"],
    ["sidecarImage: a/b:1", "sidecarImage: HUB/a/b:1"],
    ["image: a/b\ntag: 1.10", "image: HUB/a/b\ntag: 1.10"],
    ["image: {repository: nginx, tag: 1.10}", "image: {repository: HUB/library/nginx, tag: 1.10}"],
    ["image: {registry: '', repository: a/b}", "image: {registry: '', repository: HUB/a/b}"],
    ["image:\n  registry:\n  repository: a/b", "image:\n  registry:\n  repository: HUB/a/b"],
    ["image: {repository: nginx}", "image: {repository: HUB/library/nginx}"],
    ["image: {repository: 'a/b:1'}", "image: {repository: 'HUB/a/b:1'}"],
    [
      "image: {registry: docker.io, repository: nginx, tag: '{{ .x }}'}",
      "image: {registry: ECR, repository: docker-hub/library/nginx, tag: '{{ .x }}'}",
    ],
    ["a: {repository: a/b, pullPolicy: Always}", "a: {repository: HUB/a/b, pullPolicy: Always}"],
    [
      "image: {registry: ghcr.io, image: a/b, tag: v1}",
      "image: {registry: ECR, image: github/a/b, tag: v1}",
    ],
    [
      "image:\n  registry: null\n  repository: a/b",
      "image:\n  registry: null\n  repository: HUB/a/b",
    ],
    [
      "global: {imageRegistry: null}\nimage: a/b:1",
      "global: {imageRegistry: null}\nimage: HUB/a/b:1",
    ],
    [
      "a: &i {registry: docker.io, repository: a/b}\nimage: *i",
      "a: &i {registry: ECR, repository: docker-hub/a/b}\nimage: *i",
    ],
    ["initContainers: [{image: busybox:1}]", "initContainers: [{image: HUB/library/busybox:1}]"],
    ["global: {imageRegistry: ''}\nimage: a/b:1", "global: {imageRegistry: ''}\nimage: HUB/a/b:1"],
  ])("%j", (before, after) => {
    expect(rewritten("chart/values.yaml", before)).toBe(after);
    expect(rewritten("chart/values.yaml", long(after))).toBe(after);
  });

  it.each([
    "image: large",
    "image: banner.png",
    "image: images/logo.png",
    "image: {url: a/b:1}",
    "git: {repository: org/app, tag: v1}",
    "repository: https://charts.example.com",
    "image: {repository: '', tag: ''}",
    "image: '{{ .Values.global.image }}'",
    "image: ami-0abcdef1234567890",
    "images: [a/b:1]",
    "x: &r {registry: docker.io}\nimage: {<<: *r, repository: a/b}",
    "aImage: {registry: &r docker.io, repository: a/b}\nbImage: {registry: *r, repository: c/d}",
    "a: &a {registry: docker.io, repository: a/b}\nbImage: {<<: *a, repository: c/d}",
    "aImage: {repository: &r a/b}\nbImage: {registry: quay.io, repository: *r}",
    "image: {registry: registry.k8s.io, image: ingress-nginx/controller, tag: v1}",
    "image: null\ntag: null",
    "image: {repository: ~, tag: 1}",
  ])("keep %j", (text) => {
    expect(rewritten("values.yaml", text)).toBe(text);
  });

  it("with a registry for all images are reported, and not changed", () => {
    const text = "global:\n  imageRegistry: docker.io\nimage: {repository: a/b}\n";
    const { text: after, left } = changes("values-prod.yaml", text) ?? {};
    expect(after).toBe(text);
    expect(left?.map(({ reference }) => reference)).toEqual(["docker.io/image", "a/b"]);
    expect(left?.[0]?.note).toContain("empty it, then run this again");
  });

  it("with a digest beside are pinned", () => {
    const text = `image: {repository: a/b, digest: sha256:${"0".repeat(64)}}`;
    expect(rewritten("values.yaml", text)).toBe(text);
    expect(changes("values.yaml", text)?.left[0]?.note).toContain("digest");
  });

  it.each([
    ["values.yaml", true],
    ["prod-values.yml", true],
    ["values.prod.yaml", true],
    ["myvalues.yaml", false],
    ["evaluate.yaml", false],
  ])("are in %s: %s", (path, are) => {
    expect(rewritten(path, "image: a/b:1")).toBe(are ? "image: HUB/a/b:1" : "image: a/b:1");
  });
});

describe("a kustomization", () => {
  it.each([
    [
      "images:\n  - name: nginx\n    newTag: '1'",
      "images:\n  - name: nginx\n    newName: HUB/library/nginx\n    newTag: '1'",
    ],
    [
      "images:\n- newTag: 1.10\n  name: a/b # c",
      "images:\n- newTag: 1.10\n  name: a/b # c\n  newName: HUB/a/b",
    ],
    ["images: [{name: a/b, newTag: x}]", "images: [{name: a/b, newName: HUB/a/b, newTag: x}]"],
  ])("%j gets a new name, and loses it on the way back", (before, after) => {
    for (const text of [before, `${before}\n`, before.replaceAll("\n", "\r\n")]) {
      const expected =
        text === before
          ? after
          : text.endsWith("\n")
            ? `${after}\n`
            : after.replaceAll("\n", "\r\n");
      expect(rewritten("kustomization.yaml", text)).toBe(expected);
      expect(rewritten("kustomization.yaml", long(expected))).toBe(expected);
      expect(rewritten("kustomization.yaml", long(expected), { reverse: true })).toBe(text);
    }
  });

  it.each([
    [
      "images:\n- name: app\n  newName: ghcr.io/a/b\n  newTag: 1",
      "images:\n- name: app\n  newName: GHCR/a/b\n  newTag: 1",
    ],
    ["images:\n- newName: 'a/b'\n  name: app", "images:\n- newName: 'HUB/a/b'\n  name: app"],
  ])("%j keeps the name that it looks for", (before, after) => {
    expect(rewritten("kustomization.yml", before)).toBe(after);
    expect(rewritten("kustomization.yml", long(after), { reverse: true })).toBe(before);
  });

  it("loses no new name that is the head of its entry", () => {
    const text = long("images:\n- newName: HUB/a/b\n  name: a/b");
    expect(rewritten("kustomization.yaml", text, { reverse: true })).toBe(
      "images:\n- newName: a/b\n  name: a/b",
    );
  });

  it("with a digest is pinned", () => {
    const text = `images:\n- name: nginx\n  digest: sha256:${"0".repeat(64)}\n`;
    expect(rewritten("kustomization.yaml", text)).toBe(text);
    expect(changes("kustomization.yaml", text)?.left[0]?.note).toContain("digest");
  });
});

describe("a Compose file", () => {
  it.each([
    ["image: nginx", "image: HUB/library/nginx"],
    ["image: nginx:${TAG:-1.29}", "image: HUB/library/nginx:${TAG:-1.29}"],
    ["image: nginx:1-$VARIANT", "image: HUB/library/nginx:1-$VARIANT"],
    ["image: ${REGISTRY}/nginx:1", "image: ${REGISTRY}/nginx:1"],
    ["image: nginx${TAG}", "image: nginx${TAG}"],
    ["image: ${IMAGE:-nginx:1}", "image: ${IMAGE:-HUB/library/nginx:1}"],
    ['image: "${IMAGE-a/b}"', 'image: "${IMAGE-HUB/a/b}"'],
    ["image: ${IMAGE:?a/b}", "image: ${IMAGE:?a/b}"],
    ["image: ${IMAGE:-a/b}:1", "image: ${IMAGE:-a/b}:1"],
    ["image: !reset null", "image: !reset null"],
    ["image: a:${PORT}/b", "image: a:${PORT}/b"],
    ["image: nginx:${TAG:-a@b}", "image: nginx:${TAG:-a@b}"],
    ["image: me/app\n    build: .", "image: me/app\n    build: ."],
    ["image: me/app\n    pull_policy: build", "image: me/app\n    pull_policy: build"],
    ["image: x/app\n  b: {image: x/app, build: .}", "image: x/app\n  b: {image: x/app, build: .}"],
    ["<<: *base", "<<: *base"],
  ])("%j becomes %j", (before, after) => {
    const file = (service: string, base: string) =>
      `x-base: &base {image: ${base}}\nservices:\n  a:\n    ${service}\n`;
    const merged = before.includes("*base");
    expect(rewritten("docker-compose.prod.yml", file(before, "a/b"))).toBe(
      file(after, merged ? "HUB/a/b" : "a/b"),
    );
  });
});

it("a Compose file may begin with a byte order mark", () => {
  const text = "\uFEFFservices: {a: {image: a/b}}\r\n";
  expect(rewritten("compose.yaml", text)).toBe(text.replace("a/b", "HUB/a/b"));
});

describe("a GitHub workflow", () => {
  const job = (lines: string, runsOn = "[self-hosted]") =>
    `on: push\njobs:\n  a:\n    runs-on: ${runsOn}\n    ${lines}\n`;

  it.each([
    ["container: node:22", "container: HUB/library/node:22"],
    ["container: {image: a/b}", "container: {image: HUB/a/b}"],
    ["services: {db: {image: postgres:16}}", "services: {db: {image: HUB/library/postgres:16}}"],
    ["steps: [{uses: 'docker://a/b:1'}]", "steps: [{uses: 'docker://HUB/a/b:1'}]"],
    ["steps: [{uses: actions/checkout@v4}]", "steps: [{uses: actions/checkout@v4}]"],
    ["container: node:${{ matrix.node }}", "container: HUB/library/node:${{ matrix.node }}"],
    ["container: ${{ inputs.image }}", "container: ${{ inputs.image }}"],
    ["steps: [{run: docker run a/b:1}]", "steps: [{run: docker run a/b:1}]"],
  ])("%j becomes %j", (before, after) => {
    expect(rewritten(".github/workflows/ci.yml", job(before))).toBe(job(after));
  });

  it("on GitHub's own runners is left, because they cannot sign in before", () => {
    const text = job("container: node:22", "ubuntu-latest");
    const { text: after, left } = changes(".github/workflows/ci.yml", text) ?? {};
    expect(after).toBe(text);
    expect(left?.[0]?.note).toContain("before any step can sign in");
  });

  it("on GitHub's own runners with credentials for AWS is changed", () => {
    const body = (image: string) =>
      job(`container: {image: ${image}, credentials: {username: AWS}}`, "ubuntu-24.04");
    expect(rewritten(".github/workflows/ci.yml", body("a/b"))).toBe(body("HUB/a/b"));
  });

  it("may use an action that is an image", () => {
    const text = "runs:\n  using: docker\n  image: docker://a/b:1\n";
    expect(rewritten("my/action.yml", text)).toBe(text.replace("a/b", "HUB/a/b"));
    const own = "runs:\n  using: docker\n  image: Dockerfile\n";
    expect(rewritten("action.yml", own)).toBe(own);
  });
});

describe("a GitLab pipeline", () => {
  it.each([
    ["image: node:22", "image: HUB/library/node:22"],
    ["image: {name: a/b, entrypoint: ['']}", "image: {name: HUB/a/b, entrypoint: ['']}"],
    ["default:\n  image: a/b", "default:\n  image: HUB/a/b"],
    [".base:\n  image: a/b", ".base:\n  image: HUB/a/b"],
    ["test:\n  image: node:$VERSION", "test:\n  image: HUB/library/node:$VERSION"],
    ["test:\n  image: a/b:$[[ inputs.tag ]]", "test:\n  image: HUB/a/b:$[[ inputs.tag ]]"],
    ["test:\n  image: $CI_REGISTRY_IMAGE/a:1", "test:\n  image: $CI_REGISTRY_IMAGE/a:1"],
    ["test:\n  image: !reference [.a, image]", "test:\n  image: !reference [.a, image]"],
    ["variables:\n  image: a/b:1", "variables:\n  image: a/b:1"],
    [
      "t:\n  services: [{name: postgres:16, alias: db}]",
      "t:\n  services: [{name: HUB/library/postgres:16, alias: db}]",
    ],
    ["t:\n  services: ['postgres:16']", "t:\n  services: ['postgres:16']"],
  ])("%j becomes %j", (before, after) => {
    expect(rewritten(".gitlab-ci.yml", before)).toBe(after);
  });

  it("keeps a service without an alias, whose name is made of the image", () => {
    const left = changes(".gitlab-ci.yml", "t: {services: [postgres:16]}")?.left;
    expect(left?.[0]?.note).toContain("write it with name and alias");
  });
});

describe("another YAML file", () => {
  it.each(["pipeline.yaml", "docs/image.yml", "composer.yaml", "workflows/ci.yml"])(
    "%s is not known",
    (path) => {
      expect(changes(path, "image: a/b:1\n")).toBeUndefined();
    },
  );
});
