import { describe, expect, it } from "vitest";
import {
  azure,
  chainguard,
  dockerHub,
  ecrPublic,
  gitHub,
  gitLab,
  kubernetes,
  privateEcr,
  quay,
} from "../../ecr/catalogue";
import { referencePrefix, type Upstream, type UpstreamAccess } from "../../ecr/upstream";
import { upstream } from "../../ecr/upstream-by-host";
import { checkUpstreamHost } from "../../ecr/upstream-host";
import { checkUpstream } from "../../ecr/upstream-rules";
import { checkUpstreamCount, findNestedPrefixes, findTakenPrefixes } from "../../ecr/upstream-set";

const CACHE = { region: "eu-west-1", account: "111111111111" };
const SECRET = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf";
const ROLE = "arn:aws:iam::111111111111:role/cache";

const other = { account: "222222222222", region: "eu-central-1" };

const UPSTREAMS: readonly Upstream[] = [
  dockerHub(),
  gitHub(),
  gitLab(),
  azure("examplecompany"),
  chainguard(),
  quay(),
  kubernetes(),
  ecrPublic(),
  privateEcr(other),
];

const ACCESSES: readonly UpstreamAccess[] = [
  { kind: "variables" },
  { kind: "secret", arn: SECRET },
  { kind: "none" },
  { kind: "created-role" },
  { kind: "role", arn: ROLE },
];

const PREFIXES = ["usual", "ROOT", "team/hub", "Team"];

const GIVEN = {
  variables: "Terraform variables",
  secret: "a secret",
  none: "none",
  "created-role": "a role",
  role: "a role",
};

/** What is expected of each combination, written down apart from the code that decides. */
function expectedAccessProblem({ registry, title }: Upstream, { kind }: UpstreamAccess) {
  const given = GIVEN[kind];
  switch (registry) {
    case "quay":
    case "k8s":
    case "ecr-public":
      return kind === "none"
        ? []
        : [
            {
              property: "credentials",
              problem: {
                given,
                allowed: `no credentials: ECR refuses them for ${title}`,
                fix: "leave `secretArn` out; only public repositories can be cached",
              },
            },
          ];
    case "ecr":
      if (kind === "role" || kind === "created-role") return [];
      return kind === "none"
        ? [
            {
              property: "role",
              problem: {
                given: '"none"',
                allowed:
                  "a role: the upstream's account is another one than the cache's, 111111111111",
                fix: 'write role: "create", or the ARN of a role as `role`',
              },
            },
          ]
        : [
            {
              property: "credentials",
              problem: {
                given,
                allowed: "an IAM role: ECR takes no credentials for a private ECR registry",
                fix: 'write role: "create", or the ARN of a role as `role`',
              },
            },
          ];
    default:
      return kind === "variables" || kind === "secret"
        ? []
        : [
            {
              property: "credentials",
              problem: {
                given,
                allowed: `credentials: ECR asks for them for ${title}, for public images too`,
                fix: "leave it out for two Terraform variables, or give the ARN of a secret as `secretArn`",
              },
            },
          ];
  }
}

const PREFIX_PROBLEM = {
  property: "prefix",
  problem: {
    given: '"Team"',
    allowed:
      "2 to 30 characters: lower-case letters and digits, joined by single '.', '_', '-' or '/'; or ROOT",
    fix: 'did you mean "team"?',
  },
};

const combinations = UPSTREAMS.flatMap((one) =>
  ACCESSES.flatMap((access) => PREFIXES.map((prefix) => ({ one, access, prefix }))),
).map((combination) => ({
  ...combination,
  registry: combination.one.registry,
  kind: combination.access.kind,
}));

describe("every upstream, with every kind of credentials and prefix", () => {
  it.each(combinations)("$registry, $kind, prefix $prefix", ({ one, access, prefix }) => {
    const candidate = { ...one, access, prefix: prefix === "usual" ? one.prefix : prefix };
    expect(checkUpstream(candidate, CACHE)).toEqual([
      ...(prefix === "Team" ? [PREFIX_PROBLEM] : []),
      ...expectedAccessProblem(one, access),
    ]);
  });
});

describe("the catalogue", () => {
  it.each([
    [dockerHub(), "docker-hub", "registry-1.docker.io", "docker-hub", "variables"],
    [gitHub(), "github-container-registry", "ghcr.io", "github", "variables"],
    [gitLab(), "gitlab-container-registry", "registry.gitlab.com", "gitlab", "variables"],
    [azure("example1"), "azure-container-registry", "example1.azurecr.io", "azure", "variables"],
    [chainguard(), "chainguard", "cgr.dev", "chainguard", "variables"],
    [quay(), "quay", "quay.io", "quay", "none"],
    [kubernetes(), "k8s", "registry.k8s.io", "kubernetes", "none"],
    [ecrPublic(), "ecr-public", "public.ecr.aws", "ecr-public", "none"],
    [
      privateEcr(other),
      "ecr",
      "222222222222.dkr.ecr.eu-central-1.amazonaws.com",
      "ecr",
      "created-role",
    ],
  ])("$1 knows its host, its usual prefix and what ECR shows to it", (...row) => {
    const [entry, registry, host, prefix, kind] = row;
    expect(entry).toMatchObject({ registry, host, prefix, access: { kind } });
    expect(upstream(host)).toEqual(entry);
  });

  it("has the names that people know", () => {
    expect(UPSTREAMS.map(({ title }) => title)).toEqual([
      ...["Docker Hub", "GitHub", "GitLab", "Azure Container Registry", "Chainguard", "Quay"],
      ...["Kubernetes", "Amazon ECR Public", "Amazon ECR of 222222222222 in eu-central-1"],
    ]);
  });

  it("takes the ARN of a secret in place of two variables", () => {
    expect(gitHub({ secretArn: SECRET }).access).toEqual({ kind: "secret", arn: SECRET });
  });

  it("knows how references begin, on Docker Hub and in a part of a registry", () => {
    expect(referencePrefix(dockerHub())).toBe("docker.io");
    expect(dockerHub().defaultNamespace).toBe("library");
    expect(referencePrefix(quay())).toBe("quay.io");
    expect(referencePrefix(privateEcr({ ...other, upstreamRepositoryPrefix: "released" }))).toBe(
      "222222222222.dkr.ecr.eu-central-1.amazonaws.com/released",
    );
  });
});

describe("the host of an upstream", () => {
  it.each([
    ["docker.io", 'did you mean "registry-1.docker.io"?'],
    ["index.docker.io", 'did you mean "registry-1.docker.io"?'],
    ["hub.docker.com", 'did you mean "registry-1.docker.io"?'],
    ["https://registry-1.docker.io", 'did you mean "registry-1.docker.io"?'],
    ["https://index.docker.io/v1/", 'did you mean "registry-1.docker.io"?'],
    ["registry-1.docker.io/library", 'did you mean "registry-1.docker.io"?'],
    ["ghcr.io:443", 'did you mean "ghcr.io"?'],
    ["GHCR.io", 'did you mean "ghcr.io"?'],
    [" quay.io ", 'did you mean "quay.io"?'],
    ["gchr.io", 'did you mean "ghcr.io"?'],
    ["k8s.gcr.io", 'did you mean "registry.k8s.io"?'],
    ["lscr.io", 'did you mean "ghcr.io"?'],
    ["gitlab.com", 'did you mean "registry.gitlab.com"?'],
    ["gallery.ecr.aws", 'did you mean "public.ecr.aws"?'],
    ["registry.docker.io", 'did you mean "registry-1.docker.io"?'],
    ["docker.pkg.github.com", 'did you mean "ghcr.io"?'],
    ["github.com", 'did you mean "ghcr.io"?'],
    [
      "gcr.io",
      "leave it out: ECR cannot cache Google's registries (https://github.com/aws/containers-roadmap/issues/1581)",
    ],
    [
      "europe-docker.pkg.dev",
      "leave it out: ECR cannot cache Google's registries (https://github.com/aws/containers-roadmap/issues/1581)",
    ],
    [
      "docker.elastic.co",
      "leave it out: ECR cannot cache Elastic's registry (https://github.com/aws/containers-roadmap/issues/2339); Docker Hub has its images as well",
    ],
    [
      "example.jfrog.io",
      "leave it out: ECR cannot cache Artifactory (https://github.com/aws/containers-roadmap/issues/2294)",
    ],
    [
      "harbor.example.com",
      "leave it out: ECR cannot cache Harbor (https://github.com/aws/containers-roadmap/issues/2622)",
    ],
    ["gitlab.example.com", "leave it out: of GitLab, ECR can cache registry.gitlab.com only"],
    ["mcr.microsoft.com", "leave it out: ECR can cache no other registry"],
    [
      "my-company.azurecr.io",
      "write the registry's name: 5 to 50 lower-case letters and digits, and the hash of its domain name label if it has one",
    ],
    ["", "leave it out: ECR can cache no other registry"],
  ])("may not be %j: %s", (host, fix) => {
    expect(checkUpstreamHost(host)).toMatchObject({ given: JSON.stringify(host), fix });
    expect(checkUpstream(upstream(host), CACHE)).toContainEqual(
      expect.objectContaining({ property: "host" }),
    );
  });
});

describe("an upstream", () => {
  const problemsOf = (candidate: Upstream) =>
    checkUpstream(candidate, CACHE).map(({ property, problem }) => [property, problem.fix]);

  it("may not take credentials that ECR refuses, wherever its name comes from", () => {
    expect(problemsOf(upstream("quay.io", { secretArn: SECRET }))).toEqual([
      ["credentials", "leave `secretArn` out; only public repositories can be cached"],
    ]);
  });

  it.each([
    [
      SECRET.replace("eu-west-1", "us-east-1"),
      "replicate the secret to eu-west-1, or create it there",
    ],
    [
      SECRET.replace("ecr-pullthroughcache/", ""),
      "copy the whole ARN, with its six last characters: `aws secretsmanager describe-secret --query ARN`",
    ],
    [
      SECRET.slice(0, -7),
      "copy the whole ARN, with its six last characters: `aws secretsmanager describe-secret --query ARN`",
    ],
  ])("may not read the secret %s", (secretArn, fix) => {
    expect(problemsOf(gitHub({ secretArn }))).toEqual([["secretArn", fix]]);
  });

  it("never shows what it was given for an ARN, when that may be the token", () => {
    const [found] = checkUpstream(gitHub({ secretArn: "not-a-real-token" }), CACHE);
    expect(JSON.stringify(found)).not.toContain("not-a-real-token");
  });

  it("may cache a part of a registry only where that is a private ECR registry", () => {
    expect(problemsOf(upstream("ghcr.io", { upstreamRepositoryPrefix: "team" }))).toEqual([
      ["upstreamRepositoryPrefix", "leave it out, and write the whole upstream path when you pull"],
    ]);
    expect(
      problemsOf(privateEcr({ ...other, prefix: "ROOT", upstreamRepositoryPrefix: "team" })),
    ).toEqual([
      [
        "upstreamRepositoryPrefix",
        "choose a prefix for this upstream, or leave `upstreamRepositoryPrefix` out",
      ],
    ]);
    expect(problemsOf(privateEcr({ ...other, upstreamRepositoryPrefix: "Team" }))).toEqual([
      ["upstreamRepositoryPrefix", 'did you mean "team"?'],
    ]);
  });

  it("of ECR is in an account, in a Region, and somewhere else than the cache", () => {
    expect(problemsOf(privateEcr({ account: "2222", region: "eu-central" }))).toEqual([
      ["account", "copy it from `aws sts get-caller-identity --query Account`"],
      ["region", "write the Region's code as `aws ec2 describe-regions` lists it"],
    ]);
    expect(problemsOf(privateEcr(CACHE))).toEqual([
      ["region", "leave this upstream out: a registry cannot cache itself"],
    ]);
  });

  it("of ECR is read with a role of the cache's own account", () => {
    const role = { arn: "arn:aws:iam::333333333333:role/cache" };
    expect(problemsOf(privateEcr({ ...other, role }))).toEqual([
      ["role", 'create the role there, or write role: "create"'],
    ]);
    expect(problemsOf(privateEcr({ ...other, role: { arn: "cache" } }))).toEqual([
      ["role", "copy it from `aws iam get-role --role-name <name> --query Role.Arn`"],
    ]);
  });
});

describe("an option that the catalogue does not have", () => {
  it.each([
    [dockerHub({ prefx: "hub" } as never), '"prefx"', 'did you mean "prefix"?'],
    [
      quay({ secretArn: SECRET } as never),
      '"secretArn"',
      "leave it out: ECR takes no credentials for Quay",
    ],
    [gitHub({ secretARN: SECRET } as never), '"secretARN"', 'did you mean "secretArn"?'],
    [privateEcr({ ...other, prefixes: "a" } as never), '"prefixes"', 'did you mean "prefix"?'],
  ])("is reported and not passed over: %#", (candidate, given, fix) => {
    expect(checkUpstream(candidate, CACHE)).toEqual([
      { property: "options", problem: expect.objectContaining({ given, fix }) },
    ]);
  });
});

describe("the upstreams of one registry", () => {
  it("have one prefix each, with or without the slash at its end", () => {
    expect(findTakenPrefixes({ a: quay(), b: gitHub({ prefix: "quay/" }), c: gitLab() })).toEqual([
      {
        key: "b",
        problem: {
          given: '"quay/"',
          allowed: "one upstream for each prefix",
          fix: "choose another prefix: upstreams.a has this one",
        },
      },
    ]);
  });

  it("have one ROOT among them", () => {
    const upstreams = { a: quay({ prefix: "ROOT" }), b: gitHub({ prefix: "ROOT" }) };
    expect(findTakenPrefixes(upstreams)).toMatchObject([
      { key: "b", problem: { given: '"ROOT"' } },
    ]);
  });

  it("are advised against prefixes under one another", () => {
    const upstreams = { a: quay({ prefix: "team" }), b: gitHub({ prefix: "team/hub" }) };
    expect(findNestedPrefixes(upstreams)).toEqual([
      {
        key: "b",
        problem: {
          given: '"team/hub"',
          allowed:
            'a prefix that is not under another one; upstreams.a has "team", and AWS does not say which of the two is asked',
          fix: "choose prefixes side by side",
        },
      },
    ]);
    expect(
      findNestedPrefixes({ a: quay({ prefix: "team" }), b: gitHub({ prefix: "team-b" }) }),
    ).toEqual([]);
    expect(findNestedPrefixes({ a: quay({ prefix: "ROOT" }), b: gitHub() })).toEqual([]);
  });

  it("are at most fifty", () => {
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, i) => [`k${i}`, quay({ prefix: `p${i}` })]),
      );
    expect(checkUpstreamCount(many(50))).toBeUndefined();
    expect(checkUpstreamCount(many(51))).toEqual({
      given: "51 upstreams",
      allowed: "at most 50 in one account and Region, and AWS does not raise that",
      fix: "spread them over several accounts or Regions",
    });
  });
});
