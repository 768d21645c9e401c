import { createHash } from "node:crypto";
import { ECR } from "@aws-sdk/client-ecr";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ACCOUNT, aSecret, credentialsFrom, policy, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const NGINX = "registry-1.docker.io/library/nginx:1.29";
const REPOSITORY = "docker-hub/library/nginx";

/** The credentials that `docker login` stores. */
async function login(ecr: ECR = local.ecr): Promise<string> {
  const { authorizationData } = await ecr.getAuthorizationToken({});
  return `Basic ${authorizationData?.[0]?.authorizationToken}`;
}

async function pull(name: string, reference: string, authorization?: string, method = "GET") {
  const response = await fetch(`${local.aws.endpoint}/v2/${name}/manifests/${reference}`, {
    method,
    headers: { ...(authorization !== undefined && { authorization }) },
  });
  return { response, text: await response.text() };
}

const pulled = async (name: string, reference: string, ecr?: ECR) => {
  const { response, text } = await pull(name, reference, await login(ecr));
  return `${response.status} ${text}`;
};

async function dockerHubRule(secretValue?: string): Promise<void> {
  await local.ecr.createPullThroughCacheRule({
    ecrRepositoryPrefix: "docker-hub",
    upstreamRegistryUrl: "registry-1.docker.io",
    credentialArn: await aSecret(local.secrets, secretValue),
  });
}

const refused = (status: number, code: string, message: string) =>
  `${status} ${JSON.stringify({ errors: [{ code, message }] })}`;
const NO_REPOSITORY = refused(
  404,
  "NAME_UNKNOWN",
  `The repository with name '${REPOSITORY}' does not exist in the registry with id '${ACCOUNT}'`,
);
const NOT_FOUND = refused(404, "MANIFEST_UNKNOWN", "Requested image not found");

/** A client whose role allows these actions on the caches of Docker Hub. */
async function someoneWho(...actions: readonly string[]): Promise<ECR> {
  await local.iam.createRole({
    RoleName: "puller",
    AssumeRolePolicyDocument: policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } }),
  });
  const Resource = `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/docker-hub/*`;
  await local.iam.putRolePolicy({
    RoleName: "puller",
    PolicyName: "pull",
    PolicyDocument: policy(
      { Action: "ecr:GetAuthorizationToken", Resource: "*" },
      { Action: actions.map((action) => `ecr:${action}`), Resource },
    ),
  });
  const RoleArn = `arn:aws:iam::${ACCOUNT}:role/puller`;
  const session = await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });
  return new ECR({ ...local.config(), credentials: credentialsFrom(session) });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a pull by tag", () => {
  it("creates the repository and imports the image with all its platforms", async () => {
    await dockerHubRule();
    const { manifest, platforms } = local.aws.publish(NGINX);
    const { response, text } = await pull(REPOSITORY, "1.29", await login());
    expect(response.status).toBe(200);
    expect(text).toBe(manifest.text);
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    expect(response.headers.get("docker-content-digest")).toBe(digest);
    for (const child of Object.values(platforms)) {
      expect(await pulled(REPOSITORY, child.digest)).toBe(`200 ${child.text}`);
    }
    expect(local.aws.inventory()[ACCOUNT]?.["eu-west-1"]?.repositories).toEqual([
      { name: REPOSITORY, images: { "1.29": digest } },
    ]);
  });

  it("fills a repository, which is then only deleted by force", async () => {
    await dockerHubRule();
    local.aws.publish(NGINX);
    await pull(REPOSITORY, "1.29", await login());
    const repository = { repositoryName: REPOSITORY };
    expect(await refusal(local.ecr.deleteRepository(repository))).toBe(
      `RepositoryNotEmptyException: The repository with name '${REPOSITORY}' in registry with id '${ACCOUNT}' cannot be deleted because it still contains images`,
    );
    await local.ecr.deleteRepository({ ...repository, force: true });
    expect((await local.ecr.describeRepositories({})).repositories).toEqual([]);
  });

  it("is also an operation of the API", async () => {
    await dockerHubRule();
    const { manifest } = local.aws.publish(NGINX);
    const imageIds = [{ imageTag: "1.29" }, { imageTag: "1.30" }];
    const answer = await local.ecr.batchGetImage({ repositoryName: REPOSITORY, imageIds });
    expect(answer.images?.map(({ imageId }) => imageId?.imageDigest)).toEqual([manifest.digest]);
    expect(answer.failures?.map(({ failureCode }) => failureCode)).toEqual(["ImageNotFound"]);
  });

  it("serves the cached image for a day, and then checks the upstream registry again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    await dockerHubRule();
    const old = local.aws.publish(NGINX);
    await pulled(REPOSITORY, "1.29");
    const moved = local.aws.publish(NGINX, { revision: "2" });
    vi.setSystemTime(Date.now() + 23 * 3600_000);
    expect(await pulled(REPOSITORY, "1.29")).toBe(`200 ${old.manifest.text}`);
    vi.setSystemTime(Date.now() + 2 * 3600_000);
    expect(await pulled(REPOSITORY, "1.29")).toBe(`200 ${moved.manifest.text}`);
  });

  it("finds nothing if no rule matches, the tag does not exist, or the first pull is by digest", async () => {
    const { manifest } = local.aws.publish(NGINX);
    expect(await pulled(REPOSITORY, "1.29")).toBe(NO_REPOSITORY);
    await dockerHubRule();
    expect(await pulled(REPOSITORY, manifest.digest)).toBe(NO_REPOSITORY);
    expect(await pulled(REPOSITORY, "1.30")).toBe(NOT_FOUND);
    expect(await pulled(REPOSITORY, manifest.digest)).toBe(NOT_FOUND);
  });

  it("is forbidden for an official image of Docker Hub without library/", async () => {
    await dockerHubRule();
    expect(await pulled("docker-hub/nginx", "1.29")).toBe(refused(403, "DENIED", "Forbidden"));
  });

  it("fails if the secret does not hold valid credentials", async () => {
    await dockerHubRule("not JSON");
    local.aws.publish(NGINX);
    expect(await pulled(REPOSITORY, "1.29")).toMatch(
      /^403 .*DENIED.*The authentication to the upstream registry failed\./,
    );
  });

  it("creates no repository from a template that has tags and no role", async () => {
    await dockerHubRule();
    local.aws.publish(NGINX);
    await local.ecr.createRepositoryCreationTemplate({
      prefix: "docker-hub",
      appliedFor: ["PULL_THROUGH_CACHE"],
      resourceTags: [{ Key: "team", Value: "platform" }],
    });
    expect(await pulled(REPOSITORY, "1.29")).toBe(NO_REPOSITORY);
  });
});

describe("a step that the caller is not allowed to take", () => {
  it.each([
    [["BatchGetImage", "BatchImportUpstreamImage"], NO_REPOSITORY],
    [["BatchGetImage", "CreateRepository"], NOT_FOUND],
  ])("with %j, is skipped", async (actions, answer) => {
    await dockerHubRule();
    local.aws.publish(NGINX);
    expect(await pulled(REPOSITORY, "1.29", await someoneWho(...actions))).toBe(answer);
  });

  it("is refused with an error when it is the pull itself", async () => {
    await dockerHubRule();
    expect(await pulled(REPOSITORY, "1.29", await someoneWho("CreateRepository"))).toMatch(
      /^403 .*is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:/,
    );
  });
});

describe("a registry", () => {
  it("requires a token that it issued", async () => {
    for (const authorization of [undefined, `Basic ${btoa("AWS:not-a-real-token")}`]) {
      const { response, text } = await pull(REPOSITORY, "1.29", authorization);
      expect([response.status, text]).toEqual([401, "Not Authorized\n"]);
      expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    }
  });

  it("accepts a token for twelve hours", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const authorization = await login();
    vi.setSystemTime(Date.now() + 12 * 3600_000);
    const { response, text } = await pull(REPOSITORY, "1.29", authorization);
    expect(response.status).toBe(403);
    expect(text).toContain("Your authorization token has expired.");
  });

  it("throttles with the error of the distribution protocol", async () => {
    local.aws.throttle({ call: "ecr:BatchGetImage" });
    expect(await pulled(REPOSITORY, "1.29")).toBe(refused(429, "TOOMANYREQUESTS", "Rate exceeded"));
  });

  it("has no layers, and accepts no pushes", async () => {
    const authorization = await login();
    const blob = await fetch(`${local.aws.endpoint}/v2/a/blobs/sha256:00`, {
      headers: { authorization },
    });
    expect(blob.status).toBe(405);
    expect((await pull("a", "b", authorization, "PUT")).response.status).toBe(405);
  });
});
