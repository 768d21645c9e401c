import { describe, expect, it } from "vitest";
import { CacheMap } from "../../references/cache-map";

const ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const OTHER = "222222222222.dkr.ecr.us-east-1.amazonaws.com";
const DUAL_STACK = "111111111111.dkr-ecr.eu-west-1.on.aws";
const FIPS = "111111111111.dkr.ecr-fips.eu-west-1.amazonaws.com";
const SHA = `sha256:${"0".repeat(64)}`;

const caches = new CacheMap({
  "docker.io": `${ECR}/docker-hub`,
  "ghcr.io": `${ECR}/github`,
  "registry.k8s.io": `${ECR}/k8s`,
  [`${OTHER}/platform`]: `${ECR}/shared`,
});

describe("an image through the cache", () => {
  it.each([
    // the article
    ["repository_name/image_name:tag", "docker-hub/repository_name/image_name:tag"],
    ["busybox:latest", "docker-hub/library/busybox:latest"],
    // AWS: official images are under library/, others are not
    ["nginx", "docker-hub/library/nginx"],
    ["library/nginx", "docker-hub/library/nginx"],
    ["docker.io/nginx:1.29", "docker-hub/library/nginx:1.29"],
    ["docker.io/grafana/loki:3", "docker-hub/grafana/loki:3"],
    ["index.docker.io/grafana/loki", "docker-hub/grafana/loki"],
    ["registry-1.docker.io/library/redis", "docker-hub/library/redis"],
    ["ghcr.io/org/app/sub:1", "github/org/app/sub:1"],
    ["registry.k8s.io/pause:3.9", "k8s/pause:3.9"],
    ["registry.k8s.io/sig-storage/csi:v1", "k8s/sig-storage/csi:v1"],
    [`${OTHER}/platform/app:1`, "shared/app:1"],
  ])("%s is at %s", (text, path) => {
    expect(caches.toCache(text)).toEqual({ outcome: "mapped", reference: `${ECR}/${path}` });
    expect(caches.toCache(`${ECR}/${path}`)).toEqual({ outcome: "left", reason: "cached" });
  });

  it.each([
    ["scratch", "not-a-reference"],
    ["${IMAGE}", "not-a-reference"],
    ["nginx:${TAG}", "not-a-reference"],
    ["NGINX", "not-a-reference"],
    ["localhost/app", "local"],
    ["localhost:5000/app", "local"],
    ["127.0.0.1:5000/app", "local"],
    ["10.1.2.3/app", "local"],
    ["172.16.0.1:80/app", "local"],
    ["192.168.0.1/app", "local"],
    ["127.10.20.30/app", "local"],
    ["10.100.200.250:5000/app", "local"],
    ["172.20.100.200/app", "local"],
    ["172.31.100.200/app", "local"],
    ["192.168.100.200/app", "local"],
    ["[::1]:5000/app", "local"],
    ["registry.local/app", "local"],
    ["registry.kube-system.svc:5000/app", "local"],
    ["registry.kube-system.svc.cluster.local:5000/app", "local"],
    ["registry:5000/app", "local"],
    ["Registry/app", "local"],
    ["host.docker.internal:5000/app", "local"],
    [`${ECR}/docker-hub/library/nginx`, "cached"],
    [`${ECR}/own/app:1`, "own-registry"],
    [`${ECR}/docker-hub-of-mine/app`, "own-registry"],
  ])("is not for %s (%s), and nobody need do anything", (text, reason) => {
    expect(caches.toCache(text)).toEqual({ outcome: "left", reason });
  });

  it.each([
    ["quay.io/a/b", "no cache covers quay.io: add it to the upstreams in main.ts: quay: quay()"],
    ["public.ecr.aws/a/b", "ecr_public: ecrPublic()"],
    ["myteam.azurecr.io/a", 'acr: azure("myteam")'],
    [`${OTHER}/other/app`, 'privateEcr({ account: "222222222222", region: "us-east-1" })'],
    ["ecr-public.aws.com/a/b", "ecr_public: ecrPublic()"],
    ["gcr.io/a/b", "no cache covers gcr.io: "],
    ["example.com:8443/a", "no cache covers example.com:8443: "],
    ["ghcr.io:443/a/b", "no cache covers ghcr.io:443: "],
    ["k8s.gcr.io/pause", "registry.k8s.io"],
    ["172.32.0.1/app", "no cache covers 172.32.0.1: "],
  ])("is not for %s, and a sentence says what to do", (text, note) => {
    expect(caches.toCache(text)).toMatchObject({ outcome: "left", reason: "no-upstream" });
    expect(caches.toCache(text)).toMatchObject({ note: expect.stringContaining(note) });
  });

  it.each([`nginx@${SHA}`, `nginx:1@${SHA}`])("is for %s only when it is asked for", (text) => {
    expect(caches.toCache(text)).toEqual({
      outcome: "left",
      reason: "digest",
      note: "it is pinned to a digest, which a cache only has after a pull by tag: warm the cache with the tag, then use --digests",
    });
    expect(caches.toCache(text, { digests: true })).toEqual({
      outcome: "mapped",
      reference: `${ECR}/docker-hub/library/${text}`,
    });
  });

  it("is that of the longest upstream", () => {
    const map = new CacheMap({
      "quay.io": `${ECR}/quay`,
      "quay.io/team": `${ECR}/team`,
    });
    expect(map.toCache("quay.io/team/app")).toMatchObject({ reference: `${ECR}/team/app` });
    expect(map.toCache("quay.io/teams/app")).toMatchObject({ reference: `${ECR}/quay/teams/app` });
  });

  it.each([
    ["lscr.io/linuxserver/x:1", "github/linuxserver/x:1"],
    ["mirror.gcr.io/grafana/loki:3", "docker-hub/grafana/loki:3"],
    ["mirror.gcr.io/library/nginx", "docker-hub/library/nginx"],
    // Docker Hub has no image of one part but the official ones.
    ["mirror.gcr.io/nginx", "docker-hub/library/nginx"],
    ["222222222222.dkr-ecr.us-east-1.on.aws/platform/app:1", "shared/app:1"],
    ["222222222222.dkr.ecr-fips.us-east-1.amazonaws.com/platform/app:1", "shared/app:1"],
    ["222222222222.dkr-ecr-fips.us-east-1.on.aws/platform/app:1", "shared/app:1"],
  ])("%s, at another address of its registry, is at %s", (text, path) => {
    expect(caches.toCache(text)).toEqual({ outcome: "mapped", reference: `${ECR}/${path}` });
  });

  it("of ECR Public is the same by its dual-stack host", () => {
    const map = new CacheMap({ "public.ecr.aws": `${ECR}/ecr-public` });
    const reference = `${ECR}/ecr-public/x/y`;
    expect(map.toCache("ecr-public.aws.com/x/y")).toEqual({ outcome: "mapped", reference });
  });

  it("is what the map has for the address as it is written, where it has that", () => {
    const map = new CacheMap({
      "ghcr.io": `${ECR}/github`,
      "ghcr.io/linuxserver/deep": `${ECR}/deep`,
      "lscr.io": `${ECR}/linuxserver`,
      "docker.io": `${ECR}/docker-hub`,
      "mirror.gcr.io/library": "mirror.gcr.io/library",
    });
    const reference = `${ECR}/linuxserver/linuxserver/deep/x`;
    expect(map.toCache("lscr.io/linuxserver/deep/x")).toEqual({ outcome: "mapped", reference });
    expect(map.toCache("mirror.gcr.io/library/nginx")).toMatchObject({ reason: "bypassed" });
    expect(map.toCache("mirror.gcr.io/a/b")).toMatchObject({
      reference: `${ECR}/docker-hub/a/b`,
    });
  });

  it("of ghcr.io is not what the map has for lscr.io alone", () => {
    const map = new CacheMap({ "lscr.io": `${ECR}/linuxserver` });
    expect(map.toCache("ghcr.io/org/app")).toMatchObject({ reason: "no-upstream" });
  });

  it.each([DUAL_STACK, FIPS])("is known as cached, or as one's own, at %s", (host) => {
    expect(caches.toCache(`${host}/docker-hub/library/nginx`)).toMatchObject({ reason: "cached" });
    expect(caches.toCache(`${host}/own/app`)).toMatchObject({ reason: "own-registry" });
  });

  it("leads to the host that the map has, and is cached at the usual one", () => {
    const map = new CacheMap({ "docker.io": `${DUAL_STACK}/docker-hub` });
    const reference = `${DUAL_STACK}/docker-hub/library/nginx`;
    expect(map.toCache("nginx")).toEqual({ outcome: "mapped", reference });
    expect(map.toCache(`${ECR}/docker-hub/library/nginx`)).toMatchObject({ reason: "cached" });
    expect(map.toUpstream(`${FIPS}/docker-hub/library/nginx:1`)).toMatchObject({
      reference: "nginx:1",
    });
  });

  it("is left out where the map says so", () => {
    const map = new CacheMap({ "docker.io": "docker.io", "quay.io": `${ECR}/quay` });
    expect(map.toCache("nginx")).toEqual({ outcome: "left", reason: "bypassed" });
  });
});

describe("an image of a cache", () => {
  it.each([
    ["docker-hub/library/nginx:1", "nginx:1"],
    ["docker-hub/grafana/loki", "grafana/loki"],
    [`docker-hub/library/nginx@${SHA}`, `nginx@${SHA}`],
    ["docker-hub/nginx", "nginx"],
    ["github/org/app:1", "ghcr.io/org/app:1"],
    ["k8s/pause:3.9", "registry.k8s.io/pause:3.9"],
    ["shared/app:1", `${OTHER}/platform/app:1`],
  ])("at %s is %s", (path, upstream) => {
    for (const host of [ECR, DUAL_STACK, FIPS]) {
      const mapping = { outcome: "mapped", reference: upstream };
      expect(caches.toUpstream(`${host}/${path}`)).toEqual(mapping);
    }
  });

  it.each([
    ["nginx", "not-cached"],
    [`${ECR}/own/app`, "not-cached"],
    [`${OTHER}/docker-hub/library/nginx`, "not-cached"],
    ["${IMAGE}", "not-a-reference"],
  ])("is not %s (%s)", (text, reason) => {
    expect(caches.toUpstream(text)).toEqual({ outcome: "left", reason });
  });

  it("has a name upstream, if that is not too long for one", () => {
    const of = (length: number) => caches.toUpstream(`${ECR}/shared/${"a".repeat(length)}`);
    expect(of(246)).toMatchObject({ outcome: "mapped" });
    expect(of(247)).toEqual({ outcome: "left", reason: "not-a-reference" });
  });

  it("is one's own also where the map has caches in two registries", () => {
    const map = new CacheMap({ "docker.io": `${ECR}/hub`, "quay.io": `${OTHER}/quay` });
    for (const host of [ECR, OTHER]) {
      expect(map.toCache(`${host}/own/app`)).toEqual({ outcome: "left", reason: "own-registry" });
    }
    expect(map.entries).toEqual([
      { upstream: "docker.io", cache: `${ECR}/hub` },
      { upstream: "quay.io", cache: `${OTHER}/quay` },
    ]);
  });

  it("for ROOT cannot be told from one of one's own", () => {
    const map = new CacheMap({ "docker.io": ECR, "quay.io": `${ECR}/quay` });
    expect(map.toCache("nginx")).toMatchObject({ reference: `${ECR}/library/nginx` });
    expect(map.toUpstream(`${ECR}/library/nginx`)).toEqual({
      outcome: "left",
      reason: "root",
      note: "images in a cache with the prefix ROOT cannot be told apart from your own: change it back by hand if it comes from the upstream",
    });
    expect(map.toUpstream(`${ECR}/quay/a/b`)).toMatchObject({ reference: "quay.io/a/b" });
  });
});
