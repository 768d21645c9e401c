import { describe } from "vitest";
import { azure, dockerHub, kubernetes, privateEcr, quay } from "../../ecr/catalogue";
import { upstream } from "../../ecr/upstream-by-host";
import { GIVE, itRefuses, TOKEN, type WrongInput } from "./wrong-input";

const HOSTS =
  "registry-1.docker.io, ghcr.io, registry.gitlab.com, cgr.dev, quay.io, registry.k8s.io, public.ecr.aws, <name>.azurecr.io, or <account>.dkr.ecr.<region>.amazonaws.com";
const OTHER = "leave it out: ECR can cache no other registry";
const OF_THE_CATALOGUE = "an upstream of the catalogue";
const CALL = 'call one of its functions, such as dockerHub(), or upstream("<host>")';
const A_KEY = "a lower-case letter, then lower-case letters, digits or '_'";
const QUOTES = "write it in quotes";
const AN_ACCOUNT = "an AWS account id: twelve digits, in quotes";
const CALLER = "copy it from `aws sts get-caller-identity --query Account`";

const host = (given: string, fix: string): WrongInput => [
  `the host ${JSON.stringify(given)}`,
  { upstreams: { x: upstream(given) } },
  [`[cache/upstreams/x/rule] host = ${JSON.stringify(given)}`, HOSTS, fix],
];

describe("hosts", () => {
  itRefuses([
    host("docker.io", 'did you mean "registry-1.docker.io"?'),
    host("index.docker.io", 'did you mean "registry-1.docker.io"?'),
    host("registry.docker.io", 'did you mean "registry-1.docker.io"?'),
    host("hub.docker.com", 'did you mean "registry-1.docker.io"?'),
    host("registry.hub.docker.com", 'did you mean "registry-1.docker.io"?'),
    host("https://registry-1.docker.io", 'did you mean "registry-1.docker.io"?'),
    host("https://index.docker.io/v1/", 'did you mean "registry-1.docker.io"?'),
    host("registry-1.docker.io/library", 'did you mean "registry-1.docker.io"?'),
    host("registry-2.docker.io", 'did you mean "registry-1.docker.io"?'),
    host("http://ghcr.io", 'did you mean "ghcr.io"?'),
    host("ghcr.io:443", 'did you mean "ghcr.io"?'),
    host("GHCR.IO", 'did you mean "ghcr.io"?'),
    host("gchr.io", 'did you mean "ghcr.io"?'),
    host("docker.pkg.github.com", 'did you mean "ghcr.io"?'),
    host("github.com", 'did you mean "ghcr.io"?'),
    host("lscr.io", 'did you mean "ghcr.io"?'),
    host("gitlab.com", 'did you mean "registry.gitlab.com"?'),
    host("registry.gitlab.com/", 'did you mean "registry.gitlab.com"?'),
    host(" quay.io ", 'did you mean "quay.io"?'),
    host("quay.io/", 'did you mean "quay.io"?'),
    host("k8s.gcr.io", 'did you mean "registry.k8s.io"?'),
    host("registry.k8s.io/pause", 'did you mean "registry.k8s.io"?'),
    host("gallery.ecr.aws", 'did you mean "public.ecr.aws"?'),
    host("ecr-public.aws.com", 'did you mean "public.ecr.aws"?'),
    host("mirror.gcr.io", 'did you mean "registry-1.docker.io"?'),
    host(
      "222222222222.dkr-ecr.eu-central-1.on.aws",
      'did you mean "222222222222.dkr.ecr.eu-central-1.amazonaws.com"?',
    ),
    host(
      "222222222222.dkr.ecr-fips.us-east-1.amazonaws.com",
      'did you mean "222222222222.dkr.ecr.us-east-1.amazonaws.com"?',
    ),
    host(
      "gcr.io",
      "leave it out: ECR cannot cache Google's registries (https://github.com/aws/containers-roadmap/issues/1581)",
    ),
    host(
      "eu.gcr.io",
      "leave it out: ECR cannot cache Google's registries (https://github.com/aws/containers-roadmap/issues/1581)",
    ),
    host(
      "europe-docker.pkg.dev",
      "leave it out: ECR cannot cache Google's registries (https://github.com/aws/containers-roadmap/issues/1581)",
    ),
    host(
      "docker.elastic.co",
      "leave it out: ECR cannot cache Elastic's registry (https://github.com/aws/containers-roadmap/issues/2339); Docker Hub has its images as well",
    ),
    host(
      "example.jfrog.io",
      "leave it out: ECR cannot cache Artifactory (https://github.com/aws/containers-roadmap/issues/2294)",
    ),
    host(
      "harbor.example.com",
      "leave it out: ECR cannot cache Harbor (https://github.com/aws/containers-roadmap/issues/2622)",
    ),
    host(
      "containers.sentinelone.net",
      "leave it out: ECR cannot cache SentinelOne's registry (https://github.com/aws/containers-roadmap/issues/2376)",
    ),
    host("gitlab.example.com", "leave it out: of GitLab, ECR can cache registry.gitlab.com only"),
    host("mcr.microsoft.com", OTHER),
    host("nvcr.io", OTHER),
    host("us.icr.io", OTHER),
    host("localhost:5000", OTHER),
    host("constructor", OTHER),
    host("", OTHER),
    host("111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn", OTHER),
    host("1111.dkr.ecr.eu-west-1.amazonaws.com", OTHER),
    [
      "a host with a user and a password, which it does not show",
      { upstreams: { x: upstream(`https://me:${TOKEN}@ghcr.io`) } },
      ["[cache/upstreams/x/rule] host", HOSTS, 'did you mean "ghcr.io"?'],
    ],
    [
      "no host",
      { upstreams: { x: upstream(undefined as never) } },
      ["[cache/upstreams/x] upstream.host = undefined", "a string", GIVE],
    ],
    [
      "a list of hosts for one upstream",
      { upstreams: { x: upstream(["ghcr.io", "quay.io"] as never) } },
      ["[cache/upstreams/x] upstream.host = a list", "a string", QUOTES],
    ],
  ]);
});

describe("Azure's names", () => {
  const NAME =
    "write the registry's name: 5 to 50 lower-case letters and digits, and the hash of its domain name label if it has one";
  const at = (name: string) => `[cache/upstreams/x/rule] host = ${JSON.stringify(name)}`;
  itRefuses([
    [
      "a hyphen",
      { upstreams: { x: azure("my-company") } },
      [at("my-company.azurecr.io"), HOSTS, NAME],
    ],
    [
      "two hyphens",
      { upstreams: { x: azure("mycompany-abc123-def456") } },
      [at("mycompany-abc123-def456.azurecr.io"), HOSTS, NAME],
    ],
    ["four letters", { upstreams: { x: azure("abcd") } }, [at("abcd.azurecr.io"), HOSTS, NAME]],
    [
      "capitals",
      { upstreams: { x: azure("Example") } },
      [at("Example.azurecr.io"), HOSTS, 'did you mean "example.azurecr.io"?'],
    ],
    [
      "a whole URL",
      { upstreams: { x: azure("https://example.azurecr.io") } },
      [at("https://example.azurecr.io"), HOSTS, 'did you mean "example.azurecr.io"?'],
    ],
    [
      "no name",
      { upstreams: { x: azure(undefined as never) } },
      ["[cache/upstreams/x] upstream.host = undefined", "a string", GIVE],
    ],
    ["an empty name", { upstreams: { x: azure("") } }, [at(".azurecr.io"), HOSTS, NAME]],
  ]);
});

describe("upstreams", () => {
  const key = (given: string, fix: string): WrongInput => [
    `the key ${JSON.stringify(given)}`,
    { upstreams: { [given]: quay() } },
    [`[cache/upstreams/${given || "#1"}] key = ${JSON.stringify(given)}`, A_KEY, fix],
  ];
  const not = (sentence: string, given: unknown, kind: string): WrongInput => [
    sentence,
    { upstreams: { docker: given } },
    [`[cache/upstreams/docker] upstream = ${kind}`, OF_THE_CATALOGUE, CALL],
  ];
  itRefuses([
    key("docker-hub", 'did you mean "docker_hub"?'),
    key("docker.io", 'did you mean "docker_io"?'),
    key("Docker", 'did you mean "docker"?'),
    key("1docker", 'did you mean "docker"?'),
    key("_docker", 'did you mean "docker"?'),
    key("docker hub", 'did you mean "docker_hub"?'),
    key("", 'choose a key such as "docker"'),
    key("42", 'choose a key such as "docker"'),
    not("a function of the catalogue that is not called", dockerHub, "a function"),
    not("a host in place of an upstream", "registry-1.docker.io", "a string"),
    not("a token in place of an upstream", TOKEN, "a string"),
    not("null for an upstream", null, "null"),
    not("nothing for an upstream", undefined, "undefined"),
    not("true for an upstream", true, "a boolean"),
    not("a list of upstreams under one key", [quay()], "a list"),
    not("an upstream that is made by hand", { host: "quay.io", prefix: "quay" }, "an object"),
    [
      "a list of upstreams",
      { upstreams: [quay(), kubernetes()] },
      ["[cache] upstreams = a list", "an object: { … }", "write its properties in braces"],
    ],
    [
      "null for upstreams",
      { upstreams: null },
      ["[cache] upstreams = null", "an object: { … }", "write its properties in braces"],
    ],
    [
      "more upstreams than a registry can have",
      {
        upstreams: Object.fromEntries(
          Array.from({ length: 51 }, (_, i) => [`k${i}`, quay({ prefix: `p${i}` })]),
        ),
      },
      [
        "[cache/upstreams] upstreams = 51 upstreams",
        "at most 50 in one account and Region, and AWS does not raise that",
        "spread them over several accounts or Regions",
      ],
    ],
  ]);
});

describe("a private ECR registry", () => {
  const id = "111111111111";
  const account = "222222222222";
  const region = "eu-central-1";
  const at = "[cache/upstreams/other/rule]";
  const ecr = (options: unknown) => ({ upstreams: { other: privateEcr(options as never) } });
  const A_ROLE = "the ARN of an IAM role: arn:aws:iam::<account>:role/<name>";
  const GET_ROLE = "copy it from `aws iam get-role --role-name <name> --query Role.Arn`";
  itRefuses([
    [
      "one of nowhere",
      ecr(undefined),
      ["[cache/upstreams/other] upstream.account = undefined", "a string", GIVE],
      ["[cache/upstreams/other] upstream.region = undefined", "a string", GIVE],
    ],
    [
      "one without an account",
      ecr({ region }),
      ["[cache/upstreams/other] upstream.account = undefined", "a string", GIVE],
    ],
    [
      "one whose account is a number",
      ecr({ account: 222222222222, region }),
      ["[cache/upstreams/other] upstream.account = a number", "a string", QUOTES],
    ],
    [
      "one whose account has too few digits",
      ecr({ account: "2222", region }),
      [`${at} account = "2222"`, AN_ACCOUNT, CALLER],
    ],
    [
      "one of no Region",
      ecr({ account, region: "eu-central" }),
      [
        `${at} region = "eu-central"`,
        "the code of an AWS Region, such as eu-west-1",
        "write the Region's code as `aws ec2 describe-regions` lists it",
      ],
    ],
    [
      "one in China",
      ecr({ account, region: "cn-north-1" }),
      [
        `${at} region = "cn-north-1"`,
        "a Region of the partition aws",
        "choose another Region: ECR has no pull-through cache in the partition aws-cn (China)",
      ],
    ],
    [
      "the registry itself",
      { account: { id }, ...ecr({ account: id, region: "eu-west-1" }) },
      [
        `${at} region = 111111111111, "eu-west-1"`,
        "a registry of another account or Region",
        "leave this upstream out: a registry cannot cache itself",
      ],
    ],
    [
      "one of another account without a role",
      { account: { id }, ...ecr({ account, region, role: "none" }) },
      [
        `${at} role = "none"`,
        "a role: the upstream's account is another one than the cache's, 111111111111",
        'write role: "create", or the ARN of a role as `role`',
      ],
    ],
    [
      "a role of a third account",
      {
        account: { id },
        ...ecr({ account, region, role: { arn: "arn:aws:iam::333333333333:role/cache" } }),
      },
      [
        `${at} role = "arn:aws:iam::333333333333:role/cache"`,
        "a role of the cache's own account, 111111111111",
        'create the role there, or write role: "create"',
      ],
    ],
    [
      "a role by its name",
      ecr({ account, region, role: { arn: "cache" } }),
      [`${at} role = "cache"`, A_ROLE, GET_ROLE],
    ],
    [
      "a mistyped word for a role",
      ecr({ account, region, role: "creat" }),
      [`${at} role = "creat"`, A_ROLE, GET_ROLE],
    ],
    [
      "a role without its ARN",
      ecr({ account, region, role: {} }),
      ["[cache/upstreams/other] upstream.role = undefined", "a string", GIVE],
    ],
    [
      "null for a role",
      ecr({ account, region, role: null }),
      ["[cache/upstreams/other] upstream.role = null", "a string", QUOTES],
    ],
    [
      "a part of a registry that is none of ECR's",
      { upstreams: { x: upstream("ghcr.io", { upstreamRepositoryPrefix: "team" }) } },
      [
        '[cache/upstreams/x/rule] upstreamRepositoryPrefix = "team"',
        "only with an upstream that is a private ECR registry",
        "leave it out, and write the whole upstream path when you pull",
      ],
    ],
  ]);
});
