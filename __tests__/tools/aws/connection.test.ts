import { mkdtempSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localEnvironment } from "../../../local-aws/environment";
import { AwsFailure, explainAwsError } from "../../../tools/aws/aws-failure";
import { connect } from "../../../tools/aws/connection";
import { UserError } from "../../../tools/cli/user-error";
import { useLocalAws } from "../../local-aws/fixture";
import { drip, hang, loopbackServer, reset, stall } from "../loopback-server";

const local = useLocalAws();

const useEnvironment = (variables: Readonly<Record<string, string>>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};
const useEndpoint = (endpoint: string) => useEnvironment(localEnvironment(endpoint, "eu-west-1"));

beforeEach(() => {
  useEnvironment({ ...local.aws.environment("eu-west-1"), AWS_MAX_ATTEMPTS: "1" });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Asks the client to come back in five seconds. */
const askForPatience: RequestListener = (_, response) => {
  response.writeHead(503, { "retry-after": "5" }).end();
};

const LIMITS = { timeout: 100 };
const ROLE = { assume_role: [{ role_arn: "arn:aws:iam::222222222222:role/deploy" }] };

/** Writes a file of profiles, and chooses one. @returns the file */
const useProfile = (profile: string, config: string) => {
  const file = join(mkdtempSync(join(tmpdir(), "aws-")), "config");
  writeFileSync(file, config);
  useEnvironment({ AWS_PROFILE: profile, AWS_CONFIG_FILE: file });
  return file;
};

/** How a connection fails. */
const failure = (connection: Promise<unknown>): Promise<Error> =>
  connection.then(
    () => new Error("it did not fail"),
    (error: Error) => error,
  );

describe("a connection to AWS", () => {
  it("is to the Region and the role of the stack's provider", async () => {
    const { accountId, region, ecr } = await connect({ ...ROLE, region: "us-east-1" });
    expect({ accountId, region }).toEqual({ accountId: "222222222222", region: "us-east-1" });
    expect((await ecr.describeRegistry({})).registryId).toBe("222222222222");
    expect(local.aws.calls.at(-1)).toMatchObject({ region: "us-east-1" });
  });

  it("assumes the role once for all clients", async () => {
    const { ecr, iam, secrets } = await connect(ROLE);
    await Promise.all([ecr.describeRegistry({}), iam.listRoles({}), secrets.listSecrets({})]);
    expect(local.aws.calls.filter(({ call }) => call === "sts:AssumeRole")).toHaveLength(1);
  });

  it("is refused to another account than the stack's", async () => {
    const error = await failure(connect({ allowed_account_ids: ["222222222222"] }));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(
      "The credentials belong to the account 111111111111, but the stack is for 222222222222.",
    );
  });

  it.each([
    ["", "No Region is given."],
    ["eu west", '"eu west" is not an AWS Region.'],
  ])("needs a Region, not %j", async (region, sentence) => {
    useEnvironment({ AWS_REGION: region, AWS_DEFAULT_REGION: "" });
    const error = await failure(connect({}));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toBe(`${sentence}\nfix: export AWS_REGION=eu-west-1`);
  });
});

describe("a request to AWS", () => {
  it.each([
    ["hangs", hang],
    ["stalls", stall],
    ["drips", drip],
  ])("that %s ends by its timeout, also when it assumes a role", async (_, answer) => {
    useEndpoint(await loopbackServer(answer));
    vi.stubEnv("AWS_MAX_ATTEMPTS", "");
    for (const provider of [{}, ROLE]) {
      const error = await failure(connect(provider, LIMITS));
      expect(error).toBeInstanceOf(AwsFailure);
      expect(error.message).toMatch(/ did not answer within 0\.1 s\nfix: raise --timeout, /);
    }
  });

  it("for credentials has the same timeout", async () => {
    const AWS_CONTAINER_CREDENTIALS_FULL_URI = await loopbackServer(hang);
    useEnvironment({ AWS_ACCESS_KEY_ID: "", AWS_CONTAINER_CREDENTIALS_FULL_URI });
    const { message } = await failure(connect({}, LIMITS));
    expect(message).toContain("the source of the AWS credentials did not answer within 0.1 s");
  });

  it("has the same timeout when a client of the connection makes it", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_ECR", await loopbackServer(hang));
    const { ecr } = await connect({}, LIMITS);
    await expect(ecr.describeRegistry({})).rejects.toThrow("did not answer within 0.1 s");
  });

  it.each([
    ["hangs", hang],
    ["waits for its next attempt", askForPatience],
  ])("that %s ends at once when it is interrupted", async (_, answer) => {
    useEndpoint(await loopbackServer(answer));
    vi.stubEnv("AWS_MAX_ATTEMPTS", "");
    const interruption = new AbortController();
    const { signal } = interruption;
    const connecting = failure(connect({}, { signal }));
    setTimeout(() => interruption.abort(new Error("Ctrl-C")), 150);
    const began = performance.now();
    expect(await connecting).toEqual(new Error("Ctrl-C"));
    expect(performance.now() - began).toBeLessThan(500);
  });
});

describe("what keeps AWS from answering is said as what it is:", () => {
  it.each([
    ["InternalFailure", 500, /^AWS failed with 500: .*\nfix: run it again later/],
    [
      "Throttling",
      400,
      /^AWS throttles the requests of this account: .*\nfix: run it again later$/,
    ],
    [
      "ExpiredToken",
      403,
      /^There are no valid AWS credentials: ExpiredToken.*\nfix: .*aws sso login/,
    ],
    [
      "InvalidClientTokenId",
      403,
      /^There are no valid AWS credentials: .*\nfix: provide credentials/,
    ],
    [
      "RequestExpired",
      403,
      /^AWS rejected the time of the request: .*\nfix: .*clock of this machine$/,
    ],
    ["RegionDisabledException", 403, /\nfix: enable the Region: /],
  ])("%s of STS", async (code, status, message) => {
    local.aws.fail({ call: "sts:GetCallerIdentity", code, status });
    const error = await failure(connect({}));
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toMatch(message);
  });

  it("a role that may not be assumed", async () => {
    local.aws.fail({
      call: "sts:AssumeRole",
      message: `User: me is not authorized to perform: sts:AssumeRole on resource: ${ROLE.assume_role[0]?.role_arn}`,
    });
    expect((await failure(connect(ROLE))).message).toContain(
      "\nfix: allow sts:AssumeRole on arn:aws:iam::222222222222:role/deploy, and in the trust policy of the role",
    );
  });

  it("a connection that is reset", async () => {
    useEndpoint(await loopbackServer(reset));
    expect((await failure(connect({}))).message).toMatch(
      /^the connection was closed before the answer was complete \(.*ECONNRESET\)\nfix: run it again/,
    );
  });

  it("an endpoint that is not there", async () => {
    useEndpoint("http://127.0.0.1:1");
    expect((await failure(connect({}))).message).toMatch(
      /^there is no network, or no such endpoint \(connect ECONNREFUSED 127\.0\.0\.1:1\)\nfix: check this machine's network/,
    );
  });

  const answering =
    (status: number, text: string): RequestListener =>
    (_, response) => {
      response.writeHead(status).end(text);
    };

  it.each([
    ["the page of a proxy", answering(200, "<html>log in</html>"), "it names no account"],
    [
      "a refusal that is a page",
      answering(403, "<html>no</html>"),
      "nobody can read it (status 403)",
    ],
    ["JSON in place of XML", answering(200, "{}"), "nobody can read it (status 200)"],
    ["a redirect", answering(302, ""), "nobody can read it (status 302)"],
  ])("%s", async (_, handle, problem) => {
    useEndpoint(await loopbackServer(handle));
    expect((await failure(connect({}))).message).toBe(
      `The answer is not one of AWS: ${problem}\nfix: check what is in between, such as a proxy or a login page, and AWS_ENDPOINT_URL`,
    );
  });

  it("a failure in no words of AWS", async () => {
    useEndpoint(await loopbackServer(answering(500, "oops")));
    expect((await failure(connect({}))).message).toMatch(/^AWS failed with 500: .*\nfix: run it/);
  });

  it("an answer that is no HTTP", async () => {
    useEndpoint(await loopbackServer(({ socket }) => socket.end("garbage\r\n\r\n")));
    expect((await failure(connect({}))).message).toMatch(
      /^the answer is not HTTP as it should be \(Parse Error: .*\)\nfix: check the endpoint/,
    );
  });

  it("an endpoint that is no URL", async () => {
    useEndpoint("nonsense");
    expect((await failure(connect({}))).message).toMatch(
      /^the AWS endpoint is not a URL: nonsense\nfix: correct AWS_ENDPOINT_URL/,
    );
  });

  it("no credentials at all", async () => {
    useEnvironment({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    expect((await failure(connect({}))).message).toMatch(
      /^There are no valid AWS credentials: CredentialsProviderError: .*\nfix: provide credentials as for Terraform/,
    );
  });

  it("an SSO session that has to be renewed", async () => {
    const config =
      "[profile sso]\nsso_session = a\nsso_account_id = 111111111111\nsso_role_name = a\n" +
      "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n";
    useProfile("sso", config);
    useEnvironment({ AWS_ACCESS_KEY_ID: "", HOME: devNull });
    expect((await failure(connect({}))).message).toMatch(
      /^There are no valid AWS credentials: .*\nfix: log in again: aws sso login/,
    );
  });

  it("a network that the provider of credentials did not reach", () => {
    const error = new Error("Error: getaddrinfo ENOTFOUND oidc.eu-west-1.amazonaws.com");
    expect(explainAwsError(Object.assign(error, { tryNextLink: false }))).toMatchObject({
      kind: "no-answer",
      what: expect.stringMatching(/^there is no network, or no such endpoint \(/),
    });
  });

  it("an answer about the question is no mistake of the user's, and keeps its stack", async () => {
    local.aws.fail({ call: "sts:GetCallerIdentity", code: "ValidationError", status: 400 });
    const error = await failure(connect({}));
    expect(error).not.toBeInstanceOf(UserError);
    expect(error.name).toBe("ValidationError");
  });
});

describe("a profile that does not exist", () => {
  it("is said before AWS is asked, with the ones that there are", async () => {
    const file = useProfile("nope", "[default]\n[profile work]\n[sso-session home]\n");
    const { message } = await failure(connect({}));
    expect(message).toContain(`AWS_PROFILE is "nope", and neither `);
    expect(message).toContain(` nor ${file} has a profile of that name`);
    expect(message).toContain("\nfix: choose one of default, work: ");
    expect(local.aws.calls).toEqual([]);
  });

  it("is said with the command that writes it, where there is none", async () => {
    useProfile("nope", "");
    expect((await failure(connect({}))).message).toContain(
      "\nfix: unset AWS_PROFILE, or create the profile: aws configure --profile nope",
    );
  });

  it.each(["work", "default"])("is not %s", async (profile) => {
    useEnvironment({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    const keys = "aws_access_key_id = local-aws\naws_secret_access_key = local-aws\n";
    useProfile(profile, `[profile work]\n${keys}[default]\n${keys}`);
    expect((await connect({})).accountId).toBe("111111111111");
  });
});
