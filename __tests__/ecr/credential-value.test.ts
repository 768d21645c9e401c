import { describe, expect, it } from "vitest";
import {
  adviceOnVariables,
  checkCredentialsVersion,
  checkRecoveryWindow,
  checkSecretKeeping,
  isCredentialName,
} from "../../ecr/credential-value";
import { checkExpiryDays, checkExpiryImages } from "../../ecr/expiry";
import { itAccepts, itRefuses } from "./rule";

describe("the days for which a deleted secret can be restored", () => {
  itAccepts(checkRecoveryWindow, [0, 7, 8, 30]);
  itRefuses(
    checkRecoveryWindow,
    {
      allowed: "0, or a whole number of days from 7 to 30",
      fix: "write 7 for production; 0 deletes at once, for deployments that come and go",
    },
    [-1, 1, 6, 31, 7.5, Number.NaN],
  );
});

describe("the version of the credentials", () => {
  itAccepts(checkCredentialsVersion, [1, 2]);
  itRefuses(
    checkCredentialsVersion,
    {
      allowed: "a whole number, 1 or more",
      fix: "start with 1, and add 1 each time the token changes",
    },
    [0, -1, 1.5],
  );
});

describe("how secrets are kept", () => {
  itAccepts(checkSecretKeeping, ["in-state", "write-only"]);

  it.each(["write_only", "dckr_pat_0123456789", 1])(
    "may not be %j, which is not shown",
    (value) => {
      const problem = checkSecretKeeping(value);
      expect(problem?.fix).not.toBe("");
      expect(problem).toEqual({
        given: undefined,
        allowed: "in-state, write-only",
        fix: expect.any(String),
      });
    },
  );
});

describe("a property for credentials themselves", () => {
  it.each([
    ...["user", "username", "user_name", "userName", "login", "password", "pass", "pat", "token"],
    ...["accessToken", "access_token", "apiKey", "api_key", "accessKey", "access_key", "TOKEN"],
  ])("is %s", (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  it.each(["prefix", "users", "xuser", "tokens", "passwords", "key", "path", "secretArn", ""])(
    "is not %j",
    (name) => {
      expect(isCredentialName(name)).toBe(false);
    },
  );

  it("is answered with the names of the variables", () => {
    expect(adviceOnVariables("docker")).toBe(
      "leave it out, and set TF_VAR_docker_cache_username and TF_VAR_docker_cache_token in the environment, or give the ARN of a secret as `secretArn`",
    );
  });
});

describe("when images expire", () => {
  itAccepts(checkExpiryDays, [1, 7, 3650]);
  itRefuses(
    checkExpiryDays,
    {
      allowed: "a whole number of days, 1 or more",
      fix: "write the number of days to keep an image, e.g. 7; leave `expiry` out to keep images for ever",
    },
    [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY],
  );
  itAccepts(checkExpiryImages, [1, 50]);
  itRefuses(
    checkExpiryImages,
    {
      allowed: "a whole number of images, 1 or more",
      fix: "write how many images of a repository to keep; one tag of a multi-architecture image is several",
    },
    [0, -1, 1.5],
  );
});
