import { describe } from "vitest";
import { azure, chainguard, dockerHub, gitHub, gitLab, quay } from "../../ecr/catalogue";
import { upstream } from "../../ecr/upstream-by-host";
import { itRefuses, TOKEN, type WrongInput } from "./wrong-input";

const ARN = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf";
const A_SECRET = "the ARN of a secret whose name begins with ecr-pullthroughcache/";
const WHOLE =
  "copy the whole ARN, with its six last characters: `aws secretsmanager describe-secret --query ARN`";
const QUOTES = "write it in quotes";

/** An ARN that is shown, up to what fits in a line. */
const arn = (sentence: string, secretArn: string, given: string): WrongInput => [
  sentence,
  { upstreams: { hub: gitHub({ secretArn }) } },
  [`[cache/upstreams/hub/rule] secretArn = ${given}`, A_SECRET, WHOLE],
];

describe("the ARN of a secret", () => {
  itRefuses([
    arn(
      "a name outside ECR's namespace",
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf",
      '"arn:aws:secretsmanager:eu-west-1:111111111111:secret:x-AbCdEf"',
    ),
    arn(
      "an ARN without its six last characters",
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x",
      '"arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x"',
    ),
    arn(
      "a parameter in place of a secret",
      "arn:aws:ssm:eu-west-1:111111111111:parameter/ecr-pullthroughcache/x",
      '"arn:aws:ssm:eu-west-1:111111111111:parameter/ecr-pullthroughcache/x"',
    ),
    arn(
      "an account of eleven digits",
      "arn:aws:secretsmanager:eu-west-1:11111111111:secret:ecr-pullthroughcache/x-AbCdEf",
      '"arn:aws:secretsmanager:eu-west-1:11111111111:secret:ecr-pullthroughcache/x-A...',
    ),
    arn(
      "a secret of China's partition",
      "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:ecr-pullthroughcache/x-AbCdEf",
      '"arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:ecr-pullthroughcach...',
    ),
    arn(
      "an ARN that is too long",
      `arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/${"x".repeat(600)}-AbCdEf`,
      '"arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/xx...',
    ),
    [
      "a secret of another Region",
      { upstreams: { hub: dockerHub({ secretArn: ARN.replace("eu-west-1", "us-east-1") }) } },
      [
        '[cache/upstreams/hub/rule] secretArn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:ecr-pullthroughcache/x-...',
        "the ARN of a secret whose name begins with ecr-pullthroughcache/, in the Region of the cache, eu-west-1",
        "replicate the secret to eu-west-1, or create it there",
      ],
    ],
    [
      "a secret of another account",
      { account: { id: "222222222222" }, upstreams: { hub: dockerHub({ secretArn: ARN }) } },
      [
        '[cache/upstreams/hub/rule] secretArn = "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/x-...',
        "the ARN of a secret whose name begins with ecr-pullthroughcache/, in the account of the cache, 222222222222",
        "create the secret in 222222222222: ECR reads none of another account",
      ],
    ],
    [
      "the token in place of the ARN, which it does not show",
      { upstreams: { hub: dockerHub({ secretArn: TOKEN }) } },
      ["[cache/upstreams/hub/rule] secretArn", A_SECRET, WHOLE],
    ],
    [
      "the secret's name in place of its ARN, which it does not show either",
      { upstreams: { hub: gitLab({ secretArn: "ecr-pullthroughcache/gitlab" }) } },
      ["[cache/upstreams/hub/rule] secretArn", A_SECRET, WHOLE],
    ],
    [
      "an empty ARN",
      { upstreams: { hub: azure("example", { secretArn: "" }) } },
      ["[cache/upstreams/hub/rule] secretArn", A_SECRET, WHOLE],
    ],
    [
      "null for an ARN",
      { upstreams: { hub: chainguard({ secretArn: null as never }) } },
      ["[cache/upstreams/hub] upstream.secretArn = null", "a string", QUOTES],
    ],
    [
      "username and token in place of the ARN",
      { upstreams: { hub: gitHub({ secretArn: { username: "me", token: TOKEN } as never }) } },
      ["[cache/upstreams/hub] upstream.secretArn = an object", "a string", QUOTES],
    ],
  ]);
});

describe("the credentials themselves, in the app", () => {
  const OPTIONS = "prefix, secretArn, credentialsVersion";
  const VARIABLES =
    "leave it out, and set TF_VAR_hub_cache_username and TF_VAR_hub_cache_token in the environment, or give the ARN of a secret as `secretArn`";
  const named = (name: string): WrongInput => [
    `${name}, which it does not show`,
    { upstreams: { hub: dockerHub({ [name]: TOKEN }) } },
    [`[cache/upstreams/hub/rule] options = "${name}"`, OPTIONS, VARIABLES],
  ];
  itRefuses([
    named("accessToken"),
    named("token"),
    named("username"),
    named("userName"),
    named("password"),
    [
      "both, each of them said",
      { upstreams: { hub: gitHub({ username: "me", accessToken: TOKEN } as never) } },
      ['[cache/upstreams/hub/rule] options = "username"', OPTIONS, VARIABLES],
      ['[cache/upstreams/hub/rule] options = "accessToken"', OPTIONS, VARIABLES],
    ],
    [
      "a token for an upstream by its host",
      { upstreams: { hub: upstream("ghcr.io", { accessToken: TOKEN } as never) } },
      ['[cache/upstreams/hub/rule] options = "accessToken"', OPTIONS, VARIABLES],
    ],
    [
      "a token for a registry that ECR shows none",
      { upstreams: { hub: quay({ accessToken: TOKEN } as never) } },
      [
        '[cache/upstreams/hub/rule] options = "accessToken"',
        "prefix",
        "leave it out: ECR takes no credentials for Quay",
      ],
    ],
  ]);
});

describe("credentials", () => {
  const none = (host: string, title: string): WrongInput => [
    `credentials for ${host}`,
    { upstreams: { x: upstream(host, { secretArn: ARN }) } },
    [
      "[cache/upstreams/x/rule] credentials = a secret",
      `no credentials: ECR refuses them for ${title}`,
      "leave `secretArn` out; only public repositories can be cached",
    ],
  ];
  itRefuses([
    none("quay.io", "Quay"),
    none("registry.k8s.io", "Kubernetes"),
    none("public.ecr.aws", "Amazon ECR Public"),
    [
      "credentials for a private ECR registry",
      {
        upstreams: {
          x: upstream("222222222222.dkr.ecr.eu-west-1.amazonaws.com", { secretArn: ARN }),
        },
      },
      [
        "[cache/upstreams/x/rule] credentials = a secret",
        "an IAM role: ECR takes no credentials for a private ECR registry",
        'write role: "create", or the ARN of a role as `role`',
      ],
    ],
    [
      "Docker Hub without credentials",
      { upstreams: { x: { ...dockerHub(), access: { kind: "none" } } } },
      [
        "[cache/upstreams/x/rule] credentials = none",
        "credentials: ECR asks for them for Docker Hub, for public images too",
        "leave it out for two Terraform variables, or give the ARN of a secret as `secretArn`",
      ],
    ],
    [
      "GitHub with a role",
      { upstreams: { x: { ...gitHub(), access: { kind: "created-role" } } } },
      [
        "[cache/upstreams/x/rule] credentials = a role",
        "credentials: ECR asks for them for GitHub, for public images too",
        "leave it out for two Terraform variables, or give the ARN of a secret as `secretArn`",
      ],
    ],
  ]);
});

describe("the version of credentials", () => {
  const version = (sentence: string, credentialsVersion: unknown, given: string): WrongInput => [
    sentence,
    {
      secrets: { value: "write-only" },
      upstreams: { hub: dockerHub({ credentialsVersion: credentialsVersion as number }) },
    },
    [
      `[cache/upstreams/hub/rule] credentialsVersion = ${given}`,
      "a whole number, 1 or more",
      "start with 1, and add 1 each time the token changes",
    ],
  ];
  itRefuses([
    version("0", 0, "0"),
    version("a version below 0", -1, "-1"),
    version("half a version", 1.5, "1.5"),
    version("a version in quotes", "2", '"2"'),
    version("null for a version", null, "null"),
    version("no number", Number.NaN, "NaN"),
    [
      "a version of values that are in the state",
      { upstreams: { hub: dockerHub({ credentialsVersion: 2 }) } },
      [
        "[cache/upstreams/hub/credentials] credentialsVersion",
        'only with secrets: { value: "write-only" }',
        "leave it out: Terraform detects a changed value that is in its state",
      ],
    ],
  ]);
});

describe("the secrets of a stack", () => {
  const days = (sentence: string, recoveryWindowInDays: unknown, given: string): WrongInput => [
    sentence,
    { upstreams: { hub: dockerHub() }, secrets: { recoveryWindowInDays } },
    [
      `[cache/upstreams/hub/credentials] secrets.recoveryWindowInDays = ${given}`,
      "0, or a whole number of days from 7 to 30",
      "write 7 for production; 0 deletes at once, for deployments that come and go",
    ],
  ];
  const WORDS = "in-state, write-only";
  itRefuses([
    days("one day", 1, "1"),
    days("six days", 6, "6"),
    days("31 days", 31, "31"),
    days("days below 0", -7, "-7"),
    days("half days", 7.5, "7.5"),
    days("days in quotes", "7", '"7"'),
    days("null for days", null, "null"),
    days("true for days", true, "true"),
    [
      "write-only in another spelling",
      { upstreams: { hub: dockerHub() }, secrets: { value: "writeOnly" } },
      ["[cache] secrets.value", WORDS, 'did you mean "write-only"?'],
    ],
    [
      "the token where it should say how the token is kept",
      { upstreams: { hub: dockerHub() }, secrets: { value: TOKEN } },
      ["[cache] secrets.value", WORDS, "leave it out, or choose one of these"],
    ],
    [
      "null for how the token is kept",
      { secrets: { value: null } },
      ["[cache] secrets.value", WORDS, "choose one of these"],
    ],
    [
      "the token in place of the properties of secrets",
      { upstreams: { hub: dockerHub() }, secrets: TOKEN },
      ["[cache] secrets = a string", "an object: { … }", "write its properties in braces"],
    ],
    [
      "the token among the properties of secrets",
      { secrets: { accessToken: TOKEN } },
      [
        '[cache] secrets = "accessToken"',
        "value, recoveryWindowInDays",
        "leave it out, and set TF_VAR_<key>_cache_username and TF_VAR_<key>_cache_token in the environment, or give the ARN of a secret as `secretArn`",
      ],
    ],
    [
      "a KMS key, with which ECR cannot read them",
      { secrets: { kmsKeyId: "alias/mine" } },
      [
        '[cache] secrets = "kmsKeyId"',
        "value, recoveryWindowInDays",
        "leave it out, or choose one of these",
      ],
    ],
  ]);
});
