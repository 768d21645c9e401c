import {
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCreationTemplateCommand,
  ECRClient,
  PutRegistryPolicyCommand,
  PutRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkExpiryDays, checkExpiryImages } from "../../ecr/expiry";
import { checkKmsKeyArn } from "../../ecr/kms-key";
import { repositoryPatternArn } from "../../ecr/registry";
import { checkImportable } from "../../ecr/registry-policy";
import { checkRepositoryPrefix } from "../../ecr/repository-prefix";
import { checkScanningFilter } from "../../ecr/scanning";
import { checkTags } from "../../ecr/tags";
import { checkUpstreamHost } from "../../ecr/upstream-host";
import { type LocalAws, startLocalAws } from "../../local-aws";

const REGION = "eu-west-1";
const ACCOUNT = "111111111111";

/** Text in which what AWS cares about is likely: its separators, capitals, its special words. */
const nearlyAName = fc
  .array(
    fc.oneof(
      fc.constantFrom("a", "z", "0", "hub", "docker-hub", "ROOT", "Root", "quay"),
      // Long enough that a few of them, or two, are over a limit.
      fc.constantFrom("a".repeat(13), "b".repeat(130)),
      fc.constantFrom(".", "_", "-", "/", "__", "--", "..", "//", "*", " ", "é"),
    ),
    { minLength: 0, maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const host = fc.oneof(
  fc.constantFrom(
    ...[
      "quay.io",
      "registry.k8s.io",
      "public.ecr.aws",
      "docker.io",
      "gcr.io",
      "QUAY.io",
      "quay.io/",
    ],
    ...[
      "https://quay.io",
      "quay.io:443",
      "my-acr.azurecr.io",
      "abc.azurecr.io",
      "abcde.azurecr.io",
    ],
  ),
  nearlyAName,
);

/*
 * What a rule of this project accepts is sent to an AWS that decides by itself. What that refuses must
 * have been refused here before.
 */
describe("what is accepted here is accepted by AWS", () => {
  let aws: LocalAws;
  let ecr: ECRClient;

  beforeAll(async () => {
    aws = await startLocalAws({ accountId: ACCOUNT });
    const credentials = { accessKeyId: "local-aws", secretAccessKey: "local-aws" };
    ecr = new ECRClient({ endpoint: aws.endpoint, region: REGION, credentials, maxAttempts: 1 });
  });
  beforeEach(() => aws.reset());
  afterAll(() => aws.close());

  /** Sends what is accepted, and counts how often that was, so that a test cannot be about nothing. */
  async function holds<T>(
    values: fc.Arbitrary<T>,
    isAccepted: (value: T) => boolean,
    send: (value: T) => Promise<unknown>,
    examples: T[] = [],
  ): Promise<void> {
    let accepted = 0;
    const property = fc.asyncProperty(values, async (value) => {
      if (!isAccepted(value)) return;
      accepted += 1;
      aws.reset();
      await send(value);
    });
    await fc.assert(property, { numRuns: 400, examples: examples.map((one): [T] => [one]) });
    expect(accepted).toBeGreaterThan(10);
  }

  it("as the prefix of a rule", async () => {
    await holds(
      nearlyAName,
      (prefix) => checkRepositoryPrefix(prefix) === undefined,
      (ecrRepositoryPrefix) =>
        ecr.send(
          new CreatePullThroughCacheRuleCommand({
            ecrRepositoryPrefix,
            upstreamRegistryUrl: "quay.io",
          }),
        ),
      ["ROOT", "hub/", "a.b_c-d/e"],
    );
  });

  it("as the prefix of a template", async () => {
    await holds(
      nearlyAName,
      (prefix) => checkRepositoryPrefix(prefix) === undefined,
      (prefix) => createTemplate({ prefix }),
    );
  });

  it("as the host of an upstream", async () => {
    await holds(
      host,
      (value) => checkUpstreamHost(value) === undefined && !value.endsWith(".azurecr.io"),
      (upstreamRegistryUrl) =>
        ecr.send(
          new CreatePullThroughCacheRuleCommand({
            ecrRepositoryPrefix: "one",
            upstreamRegistryUrl,
          }),
        ),
    );
  });

  it("as a filter of scanning", async () => {
    await holds(
      nearlyAName,
      (filter) => checkScanningFilter(filter) === undefined,
      (filter) =>
        ecr.send(
          new PutRegistryScanningConfigurationCommand({
            scanType: "BASIC",
            rules: [
              {
                scanFrequency: "SCAN_ON_PUSH",
                repositoryFilters: [{ filter, filterType: "WILDCARD" }],
              },
            ],
          }),
        ),
      ["*", "docker-hub/*"],
    );
  });

  it("as days or a number of images until expiry", async () => {
    const numbers = fc.oneof(fc.integer({ min: -2, max: 5000 }), fc.double(), fc.constant(0));
    await holds(
      fc.record({ count: numbers, unit: fc.constantFrom("days", "images") }),
      ({ count, unit }) =>
        (unit === "days" ? checkExpiryDays : checkExpiryImages)(count) === undefined,
      ({ count, unit }) =>
        createTemplate({
          lifecyclePolicy: JSON.stringify({
            rules: [
              {
                rulePriority: 1,
                selection: {
                  tagStatus: "any",
                  countNumber: count,
                  ...(unit === "days"
                    ? { countType: "sinceImagePushed", countUnit: "days" }
                    : { countType: "imageCountMoreThan" }),
                },
                action: { type: "expire" },
              },
            ],
          }),
        }),
    );
  });

  it("as the ARN of a KMS key", async () => {
    const arn = fc
      .record({
        partition: fc.constantFrom("aws", "aws", "aws-cn"),
        region: fc.constantFrom(REGION, REGION, "us-east-1"),
        account: fc.constantFrom(ACCOUNT, ACCOUNT, "1111"),
        key: fc.constantFrom("key/1234abcd-12ab", "key/a", "alias/cache", "key/", "key/ABC"),
      })
      .map(
        ({ partition, region, account, key }) => `arn:${partition}:kms:${region}:${account}:${key}`,
      );
    await holds(
      arn,
      (value) => checkKmsKeyArn(value, REGION) === undefined,
      (kmsKey) => createTemplate({ encryptionConfiguration: { encryptionType: "KMS", kmsKey } }),
      [`arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab`],
    );
  });

  it("as tags", async () => {
    const text = fc.oneof(
      fc.constantFrom("team", "a b", "x:y/z=1+2-3@4", "aws:team", "", "é", "#", "k".repeat(129)),
      fc.string({ maxLength: 6 }),
    );
    await holds(
      fc.dictionary(text, text, { maxKeys: 4 }),
      (tags) => checkTags(tags) === undefined,
      (tags) =>
        createTemplate({
          resourceTags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
    );
  });

  it("as repositories that others may import", async () => {
    await holds(
      nearlyAName.map((name) => `hub/${name}`),
      (pattern) => checkImportable(pattern, ["hub"]) === undefined,
      (pattern) =>
        ecr.send(
          new PutRegistryPolicyCommand({
            policyText: JSON.stringify({
              Version: "2012-10-17",
              Statement: [
                {
                  Sid: "Import",
                  Effect: "Allow",
                  Principal: { AWS: "*" },
                  Action: "ecr:BatchImportUpstreamImage",
                  Resource: repositoryPatternArn(ACCOUNT, REGION, pattern),
                },
              ],
            }),
          }),
        ),
    );
  });

  function createTemplate(
    input: Partial<ConstructorParameters<typeof CreateRepositoryCreationTemplateCommand>[0]>,
  ) {
    return ecr.send(
      new CreateRepositoryCreationTemplateCommand({
        prefix: "one",
        appliedFor: ["PULL_THROUGH_CACHE"],
        ...input,
      }),
    );
  }
});
