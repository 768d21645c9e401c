import { describe, expect, it } from "vitest";
import { adviseRegistries, checkRegistries } from "../../references/cache-registries";

const ECR = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
const HUB = `${ECR}/docker-hub`;
const OTHER = "222222222222.dkr.ecr.us-east-1.amazonaws.com";

/** What is wrong, in a line for each entry. */
const problemsOf = (map: Readonly<Record<string, unknown>>) =>
  checkRegistries(map).map(
    ({ upstream, problem: { given, allowed, fix } }) => `${upstream}: ${given}; ${allowed}; ${fix}`,
  );

const UPSTREAM = "the beginning of references: docker.io, ghcr.io, or a host and a path";
const ADDRESS =
  "<account>.dkr.ecr.<region>.amazonaws.com/<prefix>, or the upstream itself to bypass the cache";
const COPY = "copy it from the output ecr_cache_registries";

describe("a map of registries", () => {
  it.each([
    ["a prefix", { "docker.io": HUB }],
    ["a prefix of several parts", { "docker.io": `${ECR}/team/docker-hub` }],
    ["the whole registry, for ROOT", { "docker.io": ECR }],
    ["a slash at its end", { "docker.io": `${HUB}/` }],
    ["the upstream itself", { "docker.io": "docker.io", "ghcr.io": "ghcr.io" }],
    ["several upstreams", { "docker.io": HUB, "quay.io": `${ECR}/quay` }],
    ["another registry of ECR", { [OTHER]: `${ECR}/other` }],
    ["a part of another registry of ECR", { [`${OTHER}/platform`]: `${ECR}/shared` }],
    ["a registry of Azure", { "myteam.azurecr.io": `${ECR}/acr` }],
    ["the dual-stack address", { "docker.io": "111111111111.dkr-ecr.eu-west-1.on.aws/hub" }],
    ["FIPS", { "docker.io": "111111111111.dkr.ecr-fips.us-east-1.amazonaws.com/hub" }],
    ["a Region that is not known yet", { "docker.io": HUB.replace("eu-west-1", "eu-north-9") }],
    ["nothing", {}],
  ])("may have %s", (_, map) => {
    expect(problemsOf(map)).toEqual([]);
  });

  it.each([
    ["docker", HUB, `docker: "docker"; ${UPSTREAM}; ${COPY}`],
    ["https://docker.io", HUB, `https://docker.io: "https://docker.io"; ${UPSTREAM}; ${COPY}`],
    ["docker.io/", HUB, `docker.io/: "docker.io/"; ${UPSTREAM}; ${COPY}`],
    [
      "registry-1.docker.io",
      HUB,
      `registry-1.docker.io: "registry-1.docker.io"; ${UPSTREAM}; ${COPY}`,
    ],
    ["", HUB, `: ""; ${UPSTREAM}; ${COPY}`],
    ["docker.io", `https://${HUB}`, `docker.io: "https://${HUB}"; ${ADDRESS}; ${COPY}`],
    ["docker.io", "docker-hub", `docker.io: "docker-hub"; ${ADDRESS}; ${COPY}`],
    ["docker.io", "ghcr.io", `docker.io: "ghcr.io"; ${ADDRESS}; ${COPY}`],
    ["docker.io", "", `docker.io: ""; ${ADDRESS}; ${COPY}`],
    ["docker.io", [HUB], `docker.io: ["${HUB}"]; ${ADDRESS}; ${COPY}`],
    ["docker.io", `my.${HUB}`, `docker.io: "my.${HUB}"; ${ADDRESS}; ${COPY}`],
    ["docker.io", 5, `docker.io: 5; ${ADDRESS}; ${COPY}`],
    [
      "docker.io",
      `${ECR}.example.com/x1`,
      `docker.io: "${ECR}.example.com/x1"; ${ADDRESS}; ${COPY}`,
    ],
    ["docker.io", `${ECR}:443/hub`, `docker.io: "${ECR}:443/hub"; ${ADDRESS}; ${COPY}`],
  ])("does not have %s at %j", (upstream, address, line) => {
    expect(problemsOf({ [upstream]: address })).toEqual([line]);
  });

  it.each([
    ["the account", HUB.replace("111111111111", "11111"), "twelve digits"],
    ["the Region", HUB.replace("eu-west-1", "ireland"), "the code of an AWS Region"],
    ["the partition", HUB.replace("eu-west-1", "us-gov-west-1"), "a Region of the partition aws"],
    ["the prefix", `${ECR}/Docker`, "2 to 30 characters"],
    ["an empty part of the prefix", `${ECR}/a//b`, "2 to 30 characters"],
    ["a tag in the prefix", `${HUB}:1`, "2 to 30 characters"],
  ])("has %s checked as in main.ts", (_, address, allowed) => {
    const [problem] = checkRegistries({ "docker.io": address });
    expect(problem?.problem.given).toBe(JSON.stringify(address));
    expect(problem?.problem.allowed).toContain(allowed);
  });

  it("has no upstream that ECR cannot cache, and the way out is said", () => {
    const [line] = problemsOf({ "gcr.io": `${ECR}/gcr` });
    expect(line).toMatch(/^gcr\.io: "gcr\.io"; .*; leave it out: ./);
  });

  it("has all its problems told at once", () => {
    const map = { docker: HUB, "ghcr.io": "x", "quay.io": `${ECR}/quay` };
    expect(checkRegistries(map).map(({ upstream }) => upstream)).toEqual(["docker", "ghcr.io"]);
  });
});

describe("an unusual map of registries", () => {
  it("has a Region that nobody knows", () => {
    const map = { "docker.io": HUB.replace("eu-west-1", "eu-north-9"), "quay.io": `${ECR}/quay` };
    expect(adviseRegistries(map)).toEqual([
      { upstream: "docker.io", problem: expect.objectContaining({ given: '"eu-north-9"' }) },
    ]);
  });

  it("is none where an address is the upstream itself", () => {
    const map = { "docker.io": "docker.io", "example.com": "example.com" };
    expect(adviseRegistries(map)).toEqual([]);
  });
});
