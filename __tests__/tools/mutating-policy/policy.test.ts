import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CacheMap } from "../../../references/cache-map";
import { KINDS, manifest } from "../../../tools/mutating-policy/manifest";
import { admitted, type Container, type Policy, policiesIn } from "./admission";

const ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

const maps = {
  "Docker Hub alone": new CacheMap({ "docker.io": `${ECR}/docker-hub` }),
  "every kind of upstream": new CacheMap({
    "docker.io": `${ECR}/docker-hub`,
    "ghcr.io": `${ECR}/ghcr`,
    "quay.io": `${ECR}/team/quay`,
    "public.ecr.aws": `${ECR}/ecr-public`,
    "222222222222.dkr.ecr.us-east-1.amazonaws.com": `${ECR}/platform`,
  }),
  ROOT: new CacheMap({ "docker.io": ECR }),
  "paths, of which the longest counts": new CacheMap({
    "docker.io": `${ECR}/docker-hub`,
    "docker.io/library": `${ECR}/official`,
    "docker.io/grafana": `${ECR}/grafana`,
    "docker.io/grafana/loki": `${ECR}/loki`,
    "ghcr.io": `${ECR}/ghcr`,
    "ghcr.io/org": `${ECR}/org`,
  }),
  "an upstream that leads around its cache": new CacheMap({
    "docker.io": `${ECR}/docker-hub`,
    "docker.io/grafana": "docker.io/grafana",
    "ghcr.io": "ghcr.io",
  }),
  "other addresses of a registry": new CacheMap({
    "docker.io": `${ECR}/docker-hub`,
    "docker.io/library": `${ECR}/official`,
    "docker.io/grafana": `${ECR}/grafana`,
    "mirror.gcr.io/grafana": `${ECR}/mirrored`,
    "ghcr.io": `${ECR}/ghcr`,
    "ghcr.io/linuxserver": `${ECR}/linuxserver`,
    "lscr.io/linuxserver/deep": `${ECR}/deep`,
    "222222222222.dkr.ecr.us-east-1.amazonaws.com/team": `${ECR}/team`,
  }),
  "an address without its registry": new CacheMap({ "lscr.io": `${ECR}/linuxserver` }),
  "a cache by its dual-stack host": new CacheMap({
    "docker.io": "111111111111.dkr-ecr.eu-west-1.on.aws/docker-hub",
  }),
  "a path alone": new CacheMap({ "docker.io/library": `${ECR}/official` }),
  "a path that looks like a host": new CacheMap({ "docker.io/my.org": `${ECR}/my-org` }),
};

const images = [
  "nginx",
  "nginx:1.29",
  "my.image",
  "library/nginx:1.29",
  "docker.io/nginx",
  "docker.io/library/nginx:1.29",
  "index.docker.io/nginx",
  "registry-1.docker.io/grafana/loki:3",
  "registry.hub.docker.com/library/nginx",
  "grafana/loki:3.5.0",
  "grafana/loki/deep:1",
  "docker.io/grafana/loki:3.5.0",
  "docker.io/grafana/other",
  "grafanas/loki",
  "docker.io/localhost/x",
  "docker.io/my.org/x",
  "my.org/x",
  "ghcr.io/org/app:v1",
  "ghcr.io/organization/app:v1",
  "ghcr.io/app",
  "GHCR.io/org/app",
  "ghcr.io:443/org/app",
  "ghcr.io",
  "quay.io/prometheus/node-exporter:v1",
  "public.ecr.aws/docker/library/nginx",
  "222222222222.dkr.ecr.us-east-1.amazonaws.com/team/app:1",
  "222222222222.dkr.ecr.eu-west-1.amazonaws.com/team/app:1",
  "222222222222.dkr-ecr.us-east-1.on.aws/team/app:1",
  "222222222222.dkr.ecr-fips.us-east-1.amazonaws.com/team/app:1",
  "222222222222.dkr-ecr-fips.us-east-1.on.aws/other/app:1",
  "111111111111.dkr-ecr.eu-west-1.on.aws/docker-hub/library/nginx",
  "111111111111.dkr.ecr-fips.eu-west-1.amazonaws.com/team/app:1",
  "lscr.io/linuxserver/x:1",
  "lscr.io/linuxserver/deep/x",
  "lscr.io/other/x",
  "lscr.io.example.com/linuxserver/x",
  "mirror.gcr.io/nginx",
  "mirror.gcr.io/library/nginx:1.29",
  "mirror.gcr.io/grafana/loki:3",
  "mirror.gcr.io/a/b/c",
  "mirror-gcr-io/nginx",
  "ecr-public.aws.com/docker/library/nginx",
  "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/pause:3.5",
  `${ECR}/docker-hub/library/nginx:1.29`,
  `${ECR}/team/app:1`,
  `${ECR}/nginx`,
  "docker.elastic.co/elasticsearch/elasticsearch:9",
  "localhost/app",
  "localhost:5000/app",
  "registry:5000/app",
  "10.0.0.1:5000/app",
  `nginx@${DIGEST}`,
  `ghcr.io/org/app:v1@${DIGEST}`,
  "scratch",
  "scratch:1",
  "a".repeat(64),
  "Nginx",
  "nginx:",
  "nginx:-a",
  "nginx latest",
  "nginx\n",
  "/nginx",
  "a//b",
  "a__b/c---d/e.f_g",
  "${IMAGE}",
  "",
  "docker.io/",
  `${"a/".repeat(100)}a:1`,
];

/** The images of a pod with these, after the policy. */
function throughPolicy(forPods: Policy, given: readonly string[]): string[] {
  const containers = given.map((image, index) => ({ name: `c${index}`, image }));
  const pod = admitted(forPods, { metadata: {}, spec: { containers } });
  return (pod.spec.containers ?? []).map(({ image }) => image);
}

function throughMap(map: CacheMap, image: string, digests: boolean): string {
  const mapping = map.toCache(image, { digests });
  return mapping.outcome === "mapped" ? mapping.reference : image;
}

function policy(map: CacheMap, digests = false): Policy {
  const [forPods] = policiesIn(manifest(map, { kind: "kyverno", digests, exclude: [] }));
  if (!forPods) throw new Error("no policy");
  return forPods;
}

describe("the policy's expression", () => {
  describe.each(Object.entries(maps))("with %s", (_, map) => {
    it.each([false, true])(
      "makes of every image what the map makes of it, digests: %s",
      (digests) => {
        const expected = images.map((image) => [image, throughMap(map, image, digests)]);
        const actual = throughPolicy(policy(map, digests), images);
        expect(images.map((image, index) => [image, actual[index]])).toEqual(expected);
      },
    );

    it("changes nothing the second time", () => {
      const once = throughPolicy(policy(map), images);
      expect(throughPolicy(policy(map), once)).toEqual(once);
    });
  });

  it("agrees with the map on whatever is an image, and on what is none", () => {
    const part = fc.stringMatching(/^[a-z0-9._-]{1,6}$/);
    const host = fc.constantFrom(
      "",
      "docker.io/",
      "index.docker.io/",
      "ghcr.io/",
      "lscr.io/",
      "lscr.io/linuxserver/",
      "mirror.gcr.io/",
      "ecr-public.aws.com/",
      "222222222222.dkr-ecr.us-east-1.on.aws/",
      "localhost/",
      "grafana/",
      "library/",
      "a.b/",
      "A/",
      `${ECR}/`,
    );
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
    const tag = fc.constantFrom(
      "",
      ":1",
      ":v1.2-a_B",
      ":",
      ":_",
      `:${"t".repeat(128)}`,
      `:${"t".repeat(129)}`,
    );
    const digest = fc.constantFrom("", "", `@${DIGEST}`, "@sha256:0");
    const image = fc.oneof(
      fc.tuple(host, path, tag, digest).map((parts) => parts.join("")),
      fc.string({ unit: "binary", maxLength: 30 }),
    );
    const rules = Object.values(maps).flatMap((map) =>
      [false, true].map((digests) => ({ map, digests, made: policy(map, digests) })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.array(image, { maxLength: 5 }), (rule, given) => {
        const expected = given.map((one) => throughMap(rule.map, one, rule.digests));
        expect(throughPolicy(rule.made, given)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it("leaves an image alone that is longer than a repository may be", () => {
    const long = `${"a".repeat(200)}:${"1".repeat(100)}`;
    expect(throughPolicy(policy(maps.ROOT), [long])).toEqual([long]);
  });
});

describe.each(KINDS)("the policy for %s", (kind) => {
  const yaml = manifest(maps["Docker Hub alone"], {
    kind,
    digests: false,
    exclude: ["kube-system"],
  });
  const [forPods, forDebugging] = policiesIn(yaml).filter(({ spec }) => spec.mutations);
  if (!forPods || !forDebugging) throw new Error("no policies");

  const container = (name: string, image: string): Container => ({ name, image });

  it("is the same text for the same map, and names the caches", () => {
    expect(yaml).toMatchSnapshot();
    expect(yaml).toContain(`#   docker.io to ${ECR}/docker-hub\n`);
  });

  it("changes containers and init containers of new pods, and keeps their order", () => {
    const pod = {
      metadata: { annotations: { team: "a" } },
      spec: {
        initContainers: [container("b", "busybox:1"), container("a", "quay.io/a/b")],
        containers: [container("web", "nginx")],
      },
    };
    expect(admitted(forPods, pod)).toEqual({
      metadata: { annotations: { team: "a" } },
      spec: {
        initContainers: [
          container("b", `${ECR}/docker-hub/library/busybox:1`),
          container("a", "quay.io/a/b"),
        ],
        containers: [container("web", `${ECR}/docker-hub/library/nginx`)],
      },
    });
  });

  it("changes debugging containers that are new, and no others, which nobody can change", () => {
    const spec = { containers: [container("web", "nginx")] };
    const before = {
      metadata: {},
      spec: { ...spec, ephemeralContainers: [container("d1", "busybox")] },
    };
    const after = {
      metadata: {},
      spec: {
        ...spec,
        ephemeralContainers: [container("d1", "busybox"), container("d2", "busybox")],
      },
    };
    const expected = [
      container("d1", "busybox"),
      container("d2", `${ECR}/docker-hub/library/busybox`),
    ];
    expect(admitted(forDebugging, after, before).spec).toEqual({
      ...spec,
      ephemeralContainers: expected,
    });
    const first = {
      metadata: {},
      spec: { ...spec, ephemeralContainers: [container("d2", "busybox")] },
    };
    expect(admitted(forDebugging, first, { metadata: {}, spec }).spec.ephemeralContainers).toEqual([
      container("d2", `${ECR}/docker-hub/library/busybox`),
    ]);
  });

  it("keeps pods of the node itself", () => {
    const pod = {
      metadata: { annotations: { "kubernetes.io/config.mirror": "hash" } },
      spec: { containers: [container("web", "nginx")] },
    };
    expect(admitted(forPods, pod)).toEqual(pod);
  });

  it("lets a pod pass where it cannot tell, and is asked about new pods and debugging only", () => {
    const asked = [forPods, forDebugging].map(({ spec }) => spec.matchConstraints.resourceRules);
    expect(asked).toEqual([
      [expect.objectContaining({ operations: ["CREATE"], resources: ["pods"] })],
      [
        expect.objectContaining({
          operations: ["UPDATE"],
          resources: ["pods/ephemeralcontainers"],
        }),
      ],
    ]);
    for (const { spec } of [forPods, forDebugging]) {
      expect(spec.failurePolicy).toBe("Ignore");
      expect(JSON.stringify(spec.matchConstraints.namespaceSelector)).toContain("kube-system");
    }
  });
});

it("binds each of Kubernetes' own policies, without which it has no effect", () => {
  const objects = policiesIn(
    manifest(maps.ROOT, { kind: "mutating-admission-policy", digests: false, exclude: [] }),
  );
  const named = (kind: string) => objects.filter((one) => one.kind === kind);
  expect(named("MutatingAdmissionPolicyBinding").map(({ spec }) => spec.policyName)).toEqual(
    named("MutatingAdmissionPolicy").map(({ metadata }) => metadata.name),
  );
});

it("is not made where nothing is cached", () => {
  expect(() => policy(new CacheMap({ "docker.io": "docker.io" }))).toThrow(
    "every upstream bypasses its cache: delete the policy instead",
  );
});
