import { describe, expect, it, vi } from "vitest";
import { localEnvironment } from "../../../local-aws/environment";
import { ACCOUNT, credentialsFrom, policy } from "../../local-aws/fixture";
import { loopbackServer } from "../loopback-server";
import { countCalls, NGINX, REGISTRY, useCaches, warm, warmAsJson } from "./warm";

const local = useCaches();
const count = (call: string) => countCalls(local.aws, call);

describe("a failure", () => {
  const failed = async (image = "nginx:1.29", ...args: readonly string[]) =>
    (await warmAsJson([image, "--retries=0", ...args])).failed[0];

  /** The rest runs as somebody who may do these actions on the cache of Docker Hub. */
  async function asSomeoneWho(...actions: readonly string[]): Promise<void> {
    await local.iam.createRole({
      RoleName: "puller",
      AssumeRolePolicyDocument: policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } }),
    });
    await local.iam.putRolePolicy({
      RoleName: "puller",
      PolicyName: "pull",
      PolicyDocument: policy({ Action: actions.map((one) => `ecr:${one}`), Resource: "*" }),
    });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/puller`;
    const credentials = credentialsFrom(
      await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" }),
    );
    vi.stubEnv("AWS_ACCESS_KEY_ID", credentials.accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey);
    vi.stubEnv("AWS_SESSION_TOKEN", credentials.sessionToken);
  }

  it("to get a login is said where the answer has none, and nothing is sent to the registry", async () => {
    const answer = loopbackServer((_, response) => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end("{}");
    });
    for (const [name, value] of Object.entries(localEnvironment(await answer, "eu-west-1"))) {
      vi.stubEnv(name, value);
    }
    expect(await failed()).toMatchObject({
      cause: "unavailable",
      message: `there is no login to ${REGISTRY}: The answer is not one of AWS: there is no token in it`,
    });
  });

  it("of somebody who may not create repositories names that action", async () => {
    local.aws.publish(NGINX);
    await asSomeoneWho("GetAuthorizationToken", "BatchGetImage", "BatchImportUpstreamImage");
    expect(await failed()).toMatchObject({
      cause: "repository",
      message: `name unknown: The repository with name 'docker-hub/library/nginx' does not exist in the registry with id '${ACCOUNT}' (404)`,
      fix: expect.stringMatching(/^allow ecr:CreateRepository on repository\/docker-hub\/\*; /),
    });
  });

  it("of somebody who may not import names that action", async () => {
    local.aws.publish(NGINX);
    await asSomeoneWho("GetAuthorizationToken", "BatchGetImage", "CreateRepository");
    expect(await failed()).toMatchObject({
      cause: "manifest",
      fix: expect.stringContaining("allow ecr:BatchImportUpstreamImage"),
    });
  });

  it("of somebody who may not read images names that action", async () => {
    await asSomeoneWho("GetAuthorizationToken");
    expect(await failed()).toMatchObject({
      cause: "permission",
      fix: "allow ecr:BatchGetImage on repository/docker-hub/*",
    });
  });

  it("of somebody who may not log in is the same for every image, and asked once", async () => {
    await asSomeoneWho("BatchGetImage");
    const { code, failed: all } = await warmAsJson(["nginx:1.29", "redis:8"]);
    for (const one of all) {
      expect(one).toMatchObject({ cause: "login", fix: "allow ecr:GetAuthorizationToken on *" });
    }
    expect(all).toHaveLength(2);
    expect(count("ecr:GetAuthorizationToken")).toBe(1);
    expect(code).toBe(1);
  });

  it("of somebody without credentials says which to give", async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "");
    expect(await failed()).toMatchObject({
      cause: "login",
      message: expect.stringContaining(
        `there is no login to ${REGISTRY}: There are no valid AWS credentials: CredentialsProviderError`,
      ),
      fix: expect.stringContaining("export AWS_PROFILE"),
    });
  });

  it("of an official image without library/ says what it is called", async () => {
    expect(await failed(`${REGISTRY}/docker-hub/nginx:1.29`)).toMatchObject({
      cause: "library",
      fix: "an official image needs library/ before its name: docker-hub/library/nginx",
    });
  });

  it("of the login to the upstream leads to the command that tries it", async () => {
    const SecretId = "ecr-pullthroughcache/docker-hub";
    await local.secrets.putSecretValue({ SecretId, SecretString: "not JSON" });
    expect(await failed()).toMatchObject({
      cause: "upstream-login",
      fix: expect.stringContaining("aws ecr validate-pull-through-cache-rule"),
    });
  });

  it("of a registry that is broken for long is said as it is", async () => {
    const call = "ecr:BatchGetImage";
    local.aws.fail({ call, code: "ServerException", message: "Broken", status: 500 });
    expect(await failed()).toMatchObject({
      cause: "unavailable",
      message: "unknown: Broken (500)",
    });
  });

  it("of a registry that throttles for ever is said after the retries", async () => {
    local.aws.throttle({ call: "ecr:BatchGetImage", times: 9 });
    expect(await failed("nginx:1.29", "--retries=1")).toMatchObject({
      cause: "throttled",
      message: "toomanyrequests: Rate exceeded (429)",
      fix: expect.stringContaining("lower --concurrency"),
    });
    expect(count("ecr:BatchGetImage")).toBe(2);
  });
});

describe("a pull that fails at first", () => {
  it("is made again, and succeeds", async () => {
    local.aws.publish(NGINX);
    local.aws.throttle({ call: "ecr:BatchGetImage" });
    expect((await warm(["nginx:1.29"])).stdout).toBe("1 warmed.\n");
    expect(count("ecr:BatchGetImage")).toBe(2);
  });

  it.each([
    { code: "Unauthorized", status: 401 },
    { message: "Your authorization token has expired. Reauthenticate and try again." },
  ])("gets another login where the one it has is refused: %j", async (refusal) => {
    local.aws.publish(NGINX);
    local.aws.fail({ call: "ecr:BatchGetImage", ...refusal });
    expect((await warm(["nginx:1.29"])).stdout).toBe("1 warmed.\n");
    expect(count("ecr:GetAuthorizationToken")).toBe(2);
  });

  it("gets another login once only", async () => {
    local.aws.fail({ call: "ecr:BatchGetImage", code: "Unauthorized", status: 401, times: 9 });
    const { failed } = await warmAsJson(["nginx:1.29"]);
    expect(failed).toMatchObject([{ cause: "login" }]);
    expect(count("ecr:GetAuthorizationToken")).toBe(2);
    expect(count("ecr:BatchGetImage")).toBe(2);
  });
});
