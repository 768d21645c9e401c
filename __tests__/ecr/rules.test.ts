import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkRegion, checkRegionIsKnown, REGIONS } from "../../ecr/region";
import { cacheAddress, dockerLoginCommand, repositoryArn } from "../../ecr/registry";
import {
  checkHasFilters,
  checkScanningFilter,
  checkScanningFilterIsExact,
  checkScanningFilters,
} from "../../ecr/scanning";
import { checkUpstreamKey } from "../../ecr/upstream-set";
import { shown } from "../../problems/problem";

describe("a Region", () => {
  it.each([
    ...["eu-west-1", "us-east-1", "ap-southeast-5", "mx-central-1", "euro-north-east-12"],
    ...["acn-west-1", "xus-gov-west-1", "xus-iso-west-1", "us-eusc-west-1"],
  ])("may be %s", (region) => {
    expect(checkRegion(region)).toBeUndefined();
  });

  it.each([
    ...["eu-west", "EU-WEST-1", "eu-west-1a", "Ireland", "", "x\neu-west-1", "1-west-1", "eu-1"],
    ...["e-west-1", "europ-west-1", "eu-west1-1", "1eu-west-1"],
  ])("may not be %j", (region) => {
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
    ["a/b//", 'did you mean "a/b/*"?'],
    ["-a", 'write, for example, "docker-hub/*"'],
    ["a-*!", 'write, for example, "docker-hub/*"'],
    ["a".repeat(256), `did you mean "${"a".repeat(253)}/*"?`],
  ])("may not be %j", (filter, fix) => {
    expect(checkScanningFilter(filter)).toEqual({
      given: shown(filter),
      allowed:
        "a repository name with * for any characters: 1 to 255 of a-z 0-9 . _ - / *, with no slash at its end",
      fix,
    });
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
    expect(checkScanningFilters(Array(100).fill("*"))).toBeUndefined();
    for (const count of [0, 101]) {
      expect(checkScanningFilters(Array(count).fill("*"))).toEqual({
        given: `${count} filters`,
        allowed: "1 to 100 filters",
        fix: 'write ["*"] to scan every repository, or leave `scanning` out',
      });
    }
  });

  it("is of a kind that the type of scanning has", () => {
    expect(checkHasFilters("BASIC")).toEqual({
      allowed: 'only with type: "ENHANCED"',
      fix: "write `repositories` in its place, or choose that type",
    });
    expect(checkHasFilters("ENHANCED")).toEqual({
      allowed: 'only with type: "BASIC"',
      fix: "write `onPush` or `continuous` in its place, or choose that type",
    });
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
    ["docker!", 'did you mean "docker"?'],
    ["_9_docker--hub__", 'did you mean "docker_hub"?'],
    ["", 'choose a key such as "docker"'],
    ["Constructor", 'choose a key such as "docker"'],
  ])("may not be %j: %s", (key, fix) => {
    expect(checkUpstreamKey(key)).toEqual({
      given: JSON.stringify(key),
      allowed: "a lower-case letter, then lower-case letters, digits or '_'",
      fix,
    });
  });

  it("may not be a name that every object of JavaScript has", () => {
    expect(checkUpstreamKey("constructor")).toEqual({
      given: '"constructor"',
      allowed: "a name that is not JavaScript's own",
      fix: 'choose a key such as "docker"',
    });
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

  it("are in the command that logs in to it", () => {
    expect(dockerLoginCommand("111111111111", "eu-west-1")).toBe(
      "aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin 111111111111.dkr.ecr.eu-west-1.amazonaws.com",
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
