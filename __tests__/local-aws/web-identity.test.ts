import { ECR } from "@aws-sdk/client-ecr";
import { STS } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, credentialsFrom, policy, refusal, useLocalAws } from "./fixture";
import { webIdentityToken } from "./web-identity-token";

const local = useLocalAws();
const HOST = "token.actions.githubusercontent.com";
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${HOST}`;
const RoleArn = `arn:aws:iam::${ACCOUNT}:role/pipeline`;
const DENIED = "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

/** A client without credentials, like a pipeline. */
async function assume(token: string, more: object = {}) {
  const sts = new STS({ ...local.config(), credentials: { accessKeyId: "", secretAccessKey: "" } });
  return sts.assumeRoleWithWebIdentity({
    RoleArn,
    RoleSessionName: "a-job",
    WebIdentityToken: token,
    ...more,
  });
}

async function aRoleThatTrusts(Condition: object, Federated = PROVIDER): Promise<void> {
  const statement = {
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated },
    Condition,
  };
  await local.iam.createRole({
    RoleName: "pipeline",
    AssumeRolePolicyDocument: policy(statement),
  });
}

beforeEach(async () => {
  await local.iam.createOpenIDConnectProvider({
    Url: `https://${HOST}`,
    ClientIDList: ["sts.amazonaws.com"],
  });
});

describe("a token of a trusted issuer", () => {
  it("gives its bearer a role whose trust policy it matches", async () => {
    await aRoleThatTrusts({
      StringEquals: {
        [`${HOST}:aud`]: "sts.amazonaws.com",
        [`${HOST}:sub`]: [
          "repo:acme/registry:pull_request",
          "repo:acme/registry:ref:refs/heads/main",
        ],
      },
    });
    const answer = await assume(webIdentityToken({ sub: "repo:acme/registry:pull_request" }));
    expect(answer).toMatchObject({
      Audience: "sts.amazonaws.com",
      Provider: PROVIDER,
      SubjectFromWebIdentityToken: "repo:acme/registry:pull_request",
      AssumedRoleUser: { Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/pipeline/a-job` },
    });
    const sts = new STS({ ...local.config(), credentials: credentialsFrom(answer) });
    expect((await sts.getCallerIdentity({})).Arn).toBe(answer.AssumedRoleUser?.Arn);
  });

  it("can be matched by the claims that AWS provides as condition keys only", async () => {
    await aRoleThatTrusts({ StringEquals: { [`${HOST}:repository`]: "acme/registry" } });
    await assume(webIdentityToken({ repository: "acme/registry" }));
    await local.iam.updateAssumeRolePolicy({
      RoleName: "pipeline",
      PolicyDocument: policy({
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: { Federated: PROVIDER },
        Condition: { StringEquals: { [`${HOST}:event_name`]: "push" } },
      }),
    });
    expect(await refusal(assume(webIdentityToken({ event_name: "push" })))).toBe(DENIED);
  });

  it.each([
    ["another repository's", { sub: "repo:evil/registry:environment:production" }],
    ["another environment's", { sub: "repo:acme/registry:environment:staging" }],
    ["one that only begins like it", { sub: "repo:acme/registry:environment:production2" }],
  ])("is refused when it is %s, and the log says why", async (_, claims) => {
    await aRoleThatTrusts({
      StringEquals: { [`${HOST}:sub`]: "repo:acme/registry:environment:production" },
    });
    expect(await refusal(assume(webIdentityToken(claims)))).toBe(DENIED);
    expect(local.aws.calls.at(-1)).toMatchObject({
      call: "sts:AssumeRoleWithWebIdentity",
      error: "AccessDenied",
      reason: `the role does not trust ${claims.sub}`,
    });
  });

  it("is refused by a role that trusts another provider, and by one that does not exist", async () => {
    expect(await refusal(assume(webIdentityToken()))).toBe(DENIED);
    await local.iam.createOpenIDConnectProvider({ Url: "https://gitlab.com" });
    await aRoleThatTrusts({}, PROVIDER.replace(HOST, "gitlab.com"));
    expect(await refusal(assume(webIdentityToken()))).toBe(DENIED);
  });
});

describe("a token", () => {
  beforeEach(() => aRoleThatTrusts({}));

  it.each([
    [
      "of an issuer that the account does not know",
      { iss: "https://gitlab.com" },
      "InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://gitlab.com",
    ],
    [
      "that is meant for somebody else",
      { aud: "api://AzureADTokenExchange" },
      "InvalidIdentityTokenException: Incorrect token audience",
    ],
    [
      "that has expired",
      { exp: 1 },
      "ExpiredTokenException: Token expired: current date/time must be before the expiration date/time",
    ],
    [
      "without a subject",
      { sub: undefined },
      "InvalidIdentityTokenException: Missing a required claim",
    ],
    [
      "without an end",
      { exp: undefined },
      "InvalidIdentityTokenException: Missing a required claim: exp",
    ],
  ])("%s is refused", async (_, claims, message) => {
    expect(await refusal(assume(webIdentityToken(claims)))).toBe(message);
  });

  it.each(["a-personal-access-token", "a.b.c", "a.W10.c.d"])("is not %s", async (token) => {
    expect(await refusal(assume(token))).toBe(
      "InvalidIdentityTokenException: The ID Token provided is not a valid JWT.",
    );
    expect(JSON.stringify(local.aws.calls)).not.toContain(token);
  });

  it("is valid for as long as the role allows", async () => {
    const { Credentials } = await assume(webIdentityToken(), { DurationSeconds: 3600 });
    expect(((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000).toBeCloseTo(3600, -2);
    expect(await refusal(assume(webIdentityToken(), { DurationSeconds: 7200 }))).toBe(
      "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    );
  });

  it("grants only the permissions of the role", async () => {
    const credentials = credentialsFrom(await assume(webIdentityToken()));
    const ecr = new ECR({ ...local.config(), credentials });
    expect(await refusal(ecr.describeRegistry({}))).toBe(
      `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/pipeline/a-job is not authorized to perform: ecr:DescribeRegistry on resource: * because no identity-based policy allows the ecr:DescribeRegistry action`,
    );
  });
});
