import { describe, expect, it } from "vitest";
import { checkSecretArn, credentialSecretName } from "../../ecr/credential-secret";
import { shown } from "../../problems/problem";

const REGION = "eu-west-1";
const ACCOUNT = "111111111111";
const NAMED = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:`;
const ARN = `${NAMED}ecr-pullthroughcache/hub-AbCd12`;
const FORM = "the ARN of a secret whose name begins with ecr-pullthroughcache/";

describe("the secret of an upstream", () => {
  it("is named after the prefix, where ECR may read it", () => {
    expect(credentialSecretName("docker-hub")).toBe("ecr-pullthroughcache/docker-hub");
    expect(credentialSecretName("hub/")).toBe("ecr-pullthroughcache/hub");
    expect(credentialSecretName("a-bcdefg/hub")).toBe("ecr-pullthroughcache/a-bcdefg/hub");
  });

  it("never ends like the suffix that Secrets Manager adds to an ARN", () => {
    expect(credentialSecretName("team-mirror")).toBe(
      "ecr-pullthroughcache/team-mirror/credentials",
    );
  });
});

describe("the ARN of a secret", () => {
  it.each([
    ARN,
    `${NAMED}ecr-pullthroughcache/team/a_+=.@-b-AbCd12`,
    `${NAMED}ecr-pullthroughcache/${"a".repeat(612 - NAMED.length - 28)}-AbCd12`,
  ])("may be %s", (arn) => {
    expect(checkSecretArn(arn, REGION)).toBeUndefined();
    expect(checkSecretArn(arn, REGION, ACCOUNT)).toBeUndefined();
  });

  it.each([
    `${NAMED}other/hub-AbCd12`,
    `${NAMED}ecr-pullthroughcache/hub`,
    `${NAMED}ecr-pullthroughcache/-AbCd12`,
    `${NAMED}ecr-pullthroughcache/hub-AbCd1`,
    `${NAMED}ecr-pullthroughcache/hub-AbC*12`,
    `${ARN}!`,
    `${NAMED}ecr-pullthroughcache/${"a".repeat(613 - NAMED.length - 28)}-AbCd12`,
  ])("may not be %s", (arn) => {
    expect(checkSecretArn(arn, REGION)).toEqual({
      given: shown(arn),
      allowed: FORM,
      fix: "copy the whole ARN, with its six last characters: `aws secretsmanager describe-secret --query ARN`",
    });
  });

  it.each(["", "dckr_pat_0123456789", `x${ARN}`, "not-an-arn:"])(
    "is not shown where it may be the secret itself: %s",
    (arn) => {
      const problem = checkSecretArn(arn, REGION);
      expect(problem).toMatchObject({ allowed: FORM });
      expect(problem?.given).toBeUndefined();
    },
  );

  it("is of the Region of the cache", () => {
    expect(checkSecretArn(ARN, "us-east-1", ACCOUNT)).toEqual({
      given: shown(ARN),
      allowed: `${FORM}, in the Region of the cache, us-east-1`,
      fix: "replicate the secret to us-east-1, or create it there",
    });
  });

  it("is of the account of the cache, where that is known", () => {
    expect(checkSecretArn(ARN, REGION, "222222222222")).toEqual({
      given: shown(ARN),
      allowed: `${FORM}, in the account of the cache, 222222222222`,
      fix: "create the secret in 222222222222: ECR reads none of another account",
    });
  });
});
