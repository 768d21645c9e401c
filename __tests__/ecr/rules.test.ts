import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { credentialSecretName } from "../../ecr/credential-secret";
import { checkExpiryDays } from "../../ecr/expiry";
import { checkOrganizationId } from "../../ecr/organization";
import { checkRegion, checkRegionIsKnown, REGIONS } from "../../ecr/region";
import { cacheAddress, repositoryArn } from "../../ecr/registry";
import {
  checkScanningFilter,
  checkScanningFilterIsExact,
  checkScanningFilters,
} from "../../ecr/scanning";
import { checkUpstreamKey } from "../../ecr/upstream-set";
import { shown } from "../../problems/problem";

describe("a Region", () => {
  it.each(["eu-west-1", "us-east-1", "ap-southeast-5", "mx-central-1"])("may be %s", (region) => {
    expect(checkRegion(region)).toBeUndefined();
  });

  it.each(["eu-west", "EU-WEST-1", "eu-west-1a", "Ireland", ""])("may not be %j", (region) => {
    expect(checkRegion(region)).toEqual({
      given: JSON.stringify(region),
      allowed: "the code of an AWS Region, such as eu-west-1",
      fix: "write the Region's code as `aws ec2 describe-regions` lists it",
    });
  });

  it.each([
    ["cn-north-1", "ECR has no pull-through cache in the partition aws-cn (China)"],
    ["us-gov-west-1", "ECR has no pull-through cache in the partition aws-us-gov (GovCloud)"],
    ["us-isob-east-1", "isolated Regions reach no registry outside, and have other host names"],
    [
      "eusc-de-east-1",
      "the European Sovereign Cloud has other host names, which are not known here",
    ],
  ])("may not be %s", (region, why) => {
    expect(checkRegion(region)).toEqual({
      given: JSON.stringify(region),
      allowed: "a Region of the partition aws",
      fix: `choose another Region: ${why}`,
    });
  });
});

describe("a Region that is known", () => {
  it("is one that the AWS SDK has in the partition aws, and each of these is known", () => {
    const file = "submodules/client/util-endpoints/lib/aws/partitions.js";
    const text = readFileSync(`node_modules/@aws-sdk/core/dist-es/${file}`, "utf8");
    // Its object is written as JSON.
    const { partitions } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
    const { id, regions } = partitions[0];
    const inSdk = Object.keys(regions).filter((region) => region !== "aws-global");
    expect(id).toBe("aws");
    expect(REGIONS).toEqual(inSdk.sort());
  });

  it("is all right, and another one of the right form is to be warned of", () => {
    for (const region of REGIONS) {
      expect(checkRegion(region)).toBeUndefined();
      expect(checkRegionIsKnown(region)).toBeUndefined();
    }
    expect(checkRegionIsKnown("eu-west-9")).toEqual({
      given: '"eu-west-9"',
      allowed: "a Region that this version knows; one that AWS has opened since works too",
      fix: 'did you mean "eu-west-1"? If it is a new Region, leave it as it is',
    });
  });

  it.each(["Ireland", "cn-north-1"])("is not asked for where %s is refused anyway", (region) => {
    expect(checkRegionIsKnown(region)).toBeUndefined();
  });
});

describe("an organization id", () => {
  it.each(["o-abcdefghij", `o-${"a1".repeat(16)}`])("may be %s", (id) => {
    expect(checkOrganizationId(id)).toBeUndefined();
  });

  it.each(["o-*", "o-abcdefghi", "abcdefghij", "o-ABCDEFGHIJ", `o-${"a".repeat(33)}`, "*", ""])(
    "may not be %j",
    (id) => {
      expect(checkOrganizationId(id)).toMatchObject({
        given: JSON.stringify(id),
        allowed: "'o-' and 10 to 32 lower-case letters or digits, without wildcards",
      });
    },
  );
});

describe("the days until expiry", () => {
  it.each([1, 7, 3650])("may be %d", (days) => {
    expect(checkExpiryDays(days)).toBeUndefined();
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("may not be %d", (days) => {
    expect(checkExpiryDays(days)).toMatchObject({ allowed: "a whole number of days, 1 or more" });
  });
});

describe("a scanning filter", () => {
  it.each(["*", "docker-hub/*", "*nginx*", "a".repeat(255), "team.a/b_c*"])(
    "may be %s",
    (filter) => {
      expect(checkScanningFilter(filter)).toBeUndefined();
    },
  );

  it.each([
    ["docker-hub/", 'did you mean "docker-hub/*"?'],
    ["Docker-Hub", 'did you mean "docker-hub/*"?'],
    ["docker--hub", 'write, for example, "docker-hub/*"'],
    ["", 'write, for example, "docker-hub/*"'],
    ["A*", 'did you mean "a*"?'],
    ["a".repeat(256), `did you mean "${"a".repeat(253)}/*"?`],
  ])("may not be %j", (filter, fix) => {
    expect(checkScanningFilter(filter)).toMatchObject({ fix });
  });

  it("is refused at once, however long it is", () => {
    expect(checkScanningFilter(`${"a".repeat(254)}!`)).toBeDefined();
  });

  it("that has no * matches more than it says, and is advised against", () => {
    expect(checkScanningFilterIsExact("docker-hub/*")).toBeUndefined();
    expect(checkScanningFilterIsExact("prod")).toEqual({
      given: '"prod"',
      allowed: "a filter with a *; without one, ECR scans every repository whose name contains it",
      fix: 'write "prod/*" for the repositories under it, or "*prod*" if any name is meant',
    });
  });

  it("is one of 1 to 100", () => {
    expect(checkScanningFilters(["*"])).toBeUndefined();
    expect(checkScanningFilters([])).toMatchObject({ given: "0 filters" });
    expect(checkScanningFilters(Array(101).fill("*"))).toMatchObject({ given: "101 filters" });
  });
});

describe("the key of an upstream", () => {
  it.each(["docker", "ghcr", "docker_hub2"])("may be %s", (key) => {
    expect(checkUpstreamKey(key)).toBeUndefined();
  });

  it.each([
    ["docker-hub", 'did you mean "docker_hub"?'],
    ["Docker", 'did you mean "docker"?'],
    ["a.b", 'did you mean "a_b"?'],
    ["1password", 'did you mean "password"?'],
    ["", 'choose a key such as "docker"'],
  ])("may not be %j: %s", (key, fix) => {
    expect(checkUpstreamKey(key)).toMatchObject({ given: JSON.stringify(key), fix });
  });
});

describe("the secret of an upstream", () => {
  it("is named after the prefix, where ECR may read it", () => {
    expect(credentialSecretName("docker-hub")).toBe("ecr-pullthroughcache/docker-hub");
    expect(credentialSecretName("hub/")).toBe("ecr-pullthroughcache/hub");
  });

  it("never ends like the suffix that Secrets Manager adds to an ARN", () => {
    expect(credentialSecretName("team-mirror")).toBe(
      "ecr-pullthroughcache/team-mirror/credentials",
    );
  });
});

describe("the names of a registry", () => {
  it("have the account, the Region and the prefix", () => {
    expect(cacheAddress("111111111111", "eu-west-1", "docker-hub/")).toBe(
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/",
    );
    expect(repositoryArn("111111111111", "eu-west-1", "docker-hub")).toBe(
      "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",
    );
  });

  it("have no prefix for ROOT, which is the whole registry", () => {
    expect(cacheAddress("111111111111", "eu-west-1", "ROOT")).toBe(
      "111111111111.dkr.ecr.eu-west-1.amazonaws.com/",
    );
    expect(repositoryArn("111111111111", "eu-west-1", "ROOT")).toBe(
      "arn:aws:ecr:eu-west-1:111111111111:repository/*",
    );
  });
});

describe("a value in a problem", () => {
  it("is quoted on one line and cut to a readable length", () => {
    expect(shown("a\nb")).toBe('"a\\nb"');
    expect(shown("x".repeat(200))).toHaveLength(80);
  });
});
