import { describe, expect, it } from "vitest";
import { azure, dockerHub, privateEcr, quay } from "../../ecr/catalogue";
import { adviceOnUncacheable } from "../../ecr/uncacheable-registries";
import { adviceForHost } from "../../ecr/upstream-advice";
import { upstream } from "../../ecr/upstream-by-host";
import { checkUpstreamHost } from "../../ecr/upstream-host";
import { checkOption } from "../../ecr/upstream-options";
import { checkUpstream, checkUpstreamForm } from "../../ecr/upstream-rules";

const CACHE = { region: "eu-west-1", account: "111111111111" };
const other = { account: "222222222222", region: "eu-central-1" };

describe("the form of an upstream", () => {
  it.each([
    ["dockerHub()", dockerHub()],
    ["one with a secret", dockerHub({ secretArn: "arn" })],
    ["privateEcr()", privateEcr(other)],
    ["one with a role", privateEcr({ ...other, role: { arn: "arn" } })],
    ["one of a host that nobody knows", upstream("registry.example.com")],
  ])("is that of %s", (_, given) => {
    expect(checkUpstreamForm(given)).toEqual([]);
  });

  it.each([
    [undefined, "undefined"],
    ["quay.io", "a string"],
    [[dockerHub()], "a list"],
    [{}, "an object"],
    [{ ...quay(), access: undefined }, "an object"],
    [{ ...quay(), access: { kind: "password" } }, "an object"],
    [{ ...quay(), registry: "harbor" }, "an object"],
    [{ ...quay(), source: "222222222222" }, "an object"],
    [{ ...quay(), title: 1 }, "an object"],
  ])("is not that of %j", (given, kind) => {
    expect(checkUpstreamForm(given)).toEqual([
      {
        property: "",
        problem: {
          given: kind,
          allowed: "an upstream of the catalogue",
          fix: 'call one of its functions, such as dockerHub(), or upstream("<host>")',
        },
      },
    ]);
  });

  it.each([
    ["a prefix", { ...quay(), prefix: 1 }, [".prefix"]],
    ["a host", { ...quay(), host: 1, title: 1 }, [".host"]],
    [
      "a prefix upstream",
      { ...quay(), upstreamRepositoryPrefix: 1 },
      [".upstreamRepositoryPrefix"],
    ],
    ["a secret", { ...quay(), access: { kind: "secret", arn: 1 } }, [".secretArn"]],
    ["a role", { ...quay(), access: { kind: "role", arn: 1 } }, [".role"]],
    ["an account and a Region", { ...quay(), source: {} }, [".account", ".region"]],
  ])("has %s that is a string", (_, given, properties) => {
    const problems = checkUpstreamForm(given);
    expect(problems.map(({ property }) => property)).toEqual(properties);
    for (const { problem } of problems) expect(problem.allowed).toBe("a string");
  });
});

describe("an upstream of a cache", () => {
  const problemsOf = (...given: Parameters<typeof checkUpstream>) => checkUpstream(...given);

  it("is not looked at where only Terraform knows a value", () => {
    const unknown = dockerHub({ prefix: "Team" });
    expect(problemsOf(unknown, CACHE, () => false)).toEqual([]);
    expect(problemsOf(unknown, CACHE).map(({ property }) => property)).toEqual(["prefix"]);
  });

  it.each([0, 1.5])("counts its credentials, and not as %d", (credentialsVersion) => {
    expect(problemsOf(dockerHub({ credentialsVersion }), CACHE)).toEqual([
      {
        property: "credentialsVersion",
        problem: {
          given: String(credentialsVersion),
          allowed: "a whole number, 1 or more",
          fix: "start with 1, and add 1 each time the token changes",
        },
      },
    ]);
    expect(problemsOf(dockerHub({ credentialsVersion: 2 }), CACHE)).toEqual([]);
  });

  it("is not the registry that caches it", () => {
    expect(problemsOf(privateEcr({ ...CACHE, role: "none" }), CACHE)).toEqual([
      {
        property: "region",
        problem: {
          given: '111111111111, "eu-west-1"',
          allowed: "a registry of another account or Region",
          fix: "leave this upstream out: a registry cannot cache itself",
        },
      },
    ]);
    const neighbours = [
      { ...CACHE, region: "us-east-1" },
      { ...CACHE, account: "222222222222" },
    ];
    for (const one of neighbours) expect(problemsOf(privateEcr(one), CACHE)).toEqual([]);
  });

  it("needs a role where it is of another account, as far as that is known", () => {
    const without = privateEcr({ ...other, role: "none" });
    expect(problemsOf(without, { region: "eu-west-1" })).toEqual([]);
    expect(problemsOf(without, { ...CACHE, account: other.account })).toEqual([]);
    expect(problemsOf(without, CACHE).map(({ property }) => property)).toEqual(["role"]);
  });

  it("may be limited to a prefix only where it is a private ECR registry under a prefix", () => {
    expect(
      problemsOf(upstream("ghcr.io", { upstreamRepositoryPrefix: "team" }), CACHE),
    ).toMatchObject([
      {
        property: "upstreamRepositoryPrefix",
        problem: {
          given: '"team"',
          allowed: "only with an upstream that is a private ECR registry",
        },
      },
    ]);
    expect(
      problemsOf(privateEcr({ ...other, prefix: "ROOT", upstreamRepositoryPrefix: "team" }), CACHE),
    ).toMatchObject([
      {
        property: "upstreamRepositoryPrefix",
        problem: { given: '"team"', allowed: "only with a prefix other than ROOT" },
      },
    ]);
    expect(problemsOf(privateEcr({ ...other, upstreamRepositoryPrefix: "team" }), CACHE)).toEqual(
      [],
    );
  });
});

describe("an option of an upstream", () => {
  const hub = { registry: "docker-hub", title: "Docker Hub" } as const;
  const of = (name: string) => checkOption(name, hub, "docker");
  const VARIABLES =
    "leave it out, and set TF_VAR_docker_cache_username and TF_VAR_docker_cache_token in the environment, or give the ARN of a secret as `secretArn`";

  it.each(["prefix", "secretArn", "credentialsVersion"])("may be %s", (name) => {
    expect(of(name)).toBeUndefined();
  });

  it.each([
    ["prefx", 'did you mean "prefix"?'],
    ["password", VARIABLES],
    ["token", VARIABLES],
    ["somethingElse", "leave it out, or choose one of these"],
  ])("may not be %s: %s", (name, fix) => {
    expect(of(name)).toEqual({
      given: JSON.stringify(name),
      allowed: "prefix, secretArn, credentialsVersion",
      fix,
    });
  });

  it("is not looked at any further where the upstream does not have it", () => {
    const given = dockerHub({ upstreamRepositoryPrefix: "team" } as never);
    expect(checkUpstream(given, CACHE).map(({ property }) => property)).toEqual(["options"]);
  });

  it.each(["secretArn", "credentialsVersion", "token"])(
    "is not %s where ECR takes no credentials",
    (name) => {
      expect(checkOption(name, { registry: "quay", title: "Quay" }, "quay")).toEqual({
        given: JSON.stringify(name),
        allowed: "prefix",
        fix: "leave it out: ECR takes no credentials for Quay",
      });
    },
  );

  it("is not looked at where nobody knows the host", () => {
    expect(checkOption("password", { title: "x" }, "x")).toBeUndefined();
  });
});

describe("an upstream by its host", () => {
  it("takes the options of any kind, and reports none that another kind has", () => {
    expect(upstream("quay.io", { secretArn: "arn", upstreamRepositoryPrefix: "a" })).toEqual({
      ...quay(),
      misnamed: [],
      access: { kind: "secret", arn: "arn" },
      upstreamRepositoryPrefix: "a",
    });
    expect(upstream("quay.io", { prefx: "a" } as never).misnamed).toEqual(["prefx"]);
    expect(upstream("registry-1.docker.io", { prefix: "hub", credentialsVersion: 2 })).toEqual(
      dockerHub({ prefix: "hub", credentialsVersion: 2 }),
    );
    expect(upstream(`222222222222.dkr.ecr.eu-central-1.amazonaws.com`, { role: "none" })).toEqual(
      privateEcr({ ...other, role: "none" }),
    );
  });

  it.each(["registry.example.com", "docker.io", ""])("keeps %j, to be refused", (host) => {
    expect(upstream(host)).toEqual({
      title: host,
      host,
      prefix: "unknown",
      access: { kind: "none" },
      misnamed: undefined,
    });
    expect(upstream(host, { prefix: "mine" }).prefix).toBe("mine");
  });

  it.each([null, undefined, 1])("keeps %j, of an app without a type check", (host) => {
    expect(upstream(host as never, null as never)).toMatchObject({ host, prefix: "unknown" });
  });
});

describe("a registry of Azure", () => {
  it("is known by its name, and by its host", () => {
    expect(azure("myregistry").host).toBe("myregistry.azurecr.io");
    expect(azure("myregistry.azurecr.io")).toEqual(azure("myregistry"));
  });

  it.each([undefined, null, 1])("keeps %j in place of its name, to be refused", (name) => {
    const given = azure(name as never);
    expect(given.host).toBe(name);
    expect(checkUpstreamForm(given).map(({ property }) => property)).toEqual([".host"]);
  });
});

const LEAVE = "leave it out: ";
const ROADMAP = "https://github.com/aws/containers-roadmap/issues";
const UNCACHEABLE: readonly (readonly [string, readonly string[]])[] = [
  [
    `${LEAVE}ECR cannot cache Google's registries (${ROADMAP}/1581)`,
    ["gcr.io", "eu.gcr.io", "europe-docker.pkg.dev"],
  ],
  [
    `${LEAVE}ECR cannot cache Elastic's registry (${ROADMAP}/2339); Docker Hub has its images as well`,
    ["docker.elastic.co"],
  ],
  [
    `${LEAVE}ECR cannot cache Artifactory (${ROADMAP}/2294)`,
    ["acme.jfrog.io", "artifactory.example.com"],
  ],
  [`${LEAVE}ECR cannot cache Harbor (${ROADMAP}/2622)`, ["harbor.example.com"]],
  [
    `${LEAVE}ECR cannot cache SentinelOne's registry (${ROADMAP}/2376)`,
    ["containers.sentinelone.net"],
  ],
  [`${LEAVE}ECR can cache no other registry`, ["icr.io", "uk.icr.io", "nvcr.io", "fra.ocir.io"]],
  [`${LEAVE}of GitLab, ECR can cache registry.gitlab.com only`, ["gitlab.example.com"]],
  [
    "write the registry's name: 5 to 50 lower-case letters and digits, and the hash of its domain name label if it has one",
    ["my_company.azurecr.io"],
  ],
];

describe("a registry that ECR cannot cache", () => {
  it.each(UNCACHEABLE.flatMap(([advice, hosts]) => hosts.map((host) => [host, advice])))(
    "is known by %s",
    (host, advice) => {
      expect(adviceOnUncacheable(host)).toBe(advice);
      expect(adviceForHost(host)).toBe(advice.replace(LEAVE, ""));
    },
  );

  it.each([
    ...["xgcr.io", "gcr.io.example.com", "x.pkg.dev.example.com", "docker.elastic.com"],
    ...["x.docker.elastic.co", "docker.elastic.co.x", "a.jfrog.io.x", "xicr.io", "icr.io.x"],
    ...["a.azurecr.io.x", "example.com"],
  ])("is not %s", (host) => {
    expect(adviceOnUncacheable(host)).toBeUndefined();
  });
});

describe("the host of an upstream", () => {
  it("is one of these, and a URL with a password is not shown", () => {
    expect(checkUpstreamHost("https://me:secret@ghcr.io/x")).toEqual({
      given: undefined,
      allowed:
        "registry-1.docker.io, ghcr.io, registry.gitlab.com, cgr.dev, quay.io, registry.k8s.io, public.ecr.aws, <name>.azurecr.io, or <account>.dkr.ecr.<region>.amazonaws.com",
      fix: 'did you mean "ghcr.io"?',
    });
  });

  it.each([
    ["https://ghcr.io", "ghcr.io"],
    ["oci://ghcr.io/a/b:1", "ghcr.io"],
    ["me@ghcr.io", "ghcr.io"],
    ["ghcr.io/a@sha256:b", "ghcr.io"],
    ["     quay.io    ", "quay.io"],
    ["qay.io", "quay.io"],
    ["quay.ioxx", "quay.io"],
    ["q.io", "quay.io"],
  ])("is meant by %s", (given, host) => {
    expect(checkUpstreamHost(given)?.fix).toBe(`did you mean "${host}"?`);
  });

  it.each(["quayxxxx.io", "x.ghcr.io.x/ghcr.io", "1a://ghcr.io"])("is not meant by %s", (given) => {
    expect(checkUpstreamHost(given)?.fix).toBe("leave it out: ECR can cache no other registry");
  });
});
