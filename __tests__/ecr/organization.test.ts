import { describe, expect, it } from "vitest";
import {
  checkOrganizationId,
  checkUnitPath,
  registryStatements,
  unitPathPattern,
} from "../../ecr/organization";
import { itAccepts, itRefuses } from "./rule";

describe("an organization id", () => {
  const copy = {
    fix: "copy the id from `aws organizations describe-organization --query Organization.Id`",
  };
  itAccepts(checkOrganizationId, ["o-abcdefghij", `o-${"a1".repeat(16)}`, "o-xxxxxxxxxy"]);
  itRefuses(
    checkOrganizationId,
    { allowed: "'o-' and 10 to 32 lower-case letters or digits, without wildcards", ...copy },
    [
      ...["o-*", "o-abcdefghi", "abcdefghij", "o-ABCDEFGHIJ", `o-${"a".repeat(33)}`, "*", ""],
      ...["o-x*", "xo-abcdefghij", "o-abcdefghij/*", "o-abcdefghij\n"],
    ],
  );
  itRefuses(
    checkOrganizationId,
    { allowed: "the id of your organization, in place of the placeholder", ...copy },
    ["o-xxxxxxxxxx", `o-${"x".repeat(32)}`],
  );
});

describe("the path of an organizational unit", () => {
  const unit = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111";
  itAccepts(checkUnitPath, [
    unit,
    `${unit}/`,
    `${unit}/*`,
    `${unit}/ou-ab12-22222222/*`,
    `${unit}/ou-ab12-22222222/ou-ab12-33333333`,
  ]);
  itRefuses(
    checkUnitPath,
    {
      allowed: "o-<organization>/r-<root>/ou-<unit>/*, with each unit on the way",
      fix: "put it together from `aws organizations list-parents`, from the unit up to the root",
    },
    [
      ...["", "*", "o-a1b2c3d4e5", "o-a1b2c3d4e5/*", "o-a1b2c3d4e5/r-ab12/*"],
      ...["ou-ab12-11111111", `x${unit}`, `${unit}*`, `${unit}/**`, `${unit}/*/*`],
      ...["o-*/r-ab12/ou-ab12-11111111", `${unit}/ou-*`, `${unit}\n`],
    ],
  );

  it.each([unit, `${unit}/`, `${unit}/*`])("means the unit and all below it: %s", (path) => {
    expect(unitPathPattern(path)).toBe(`${unit}/*`);
  });
});

describe("what a registry's policy allows to other accounts", () => {
  const readable = ["arn:aws:ecr:eu-west-1:111111111111:repository/hub/*"];
  const importable = ["arn:aws:ecr:eu-west-1:111111111111:repository/hub/library/*"];
  const READ = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
  ];

  it("is one statement where all that may be read may be imported", () => {
    expect(registryStatements({ readable, firstPulls: false })).toEqual([
      {
        sid: "OrgPullCache",
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:GetDownloadUrlForLayer",
        ],
        resources: readable,
      },
    ]);
  });

  it("includes new repositories only where first pulls are allowed", () => {
    const [statement] = registryStatements({ readable, firstPulls: true });
    expect(statement?.actions).toEqual([
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:BatchImportUpstreamImage",
      "ecr:CreateRepository",
      "ecr:GetDownloadUrlForLayer",
    ]);
  });

  it.each([
    [false, ["ecr:BatchImportUpstreamImage"]],
    [true, ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"]],
  ])("is two where less may be imported than read; first pulls: %s", (firstPulls, actions) => {
    expect(registryStatements({ readable, importable, firstPulls })).toEqual([
      { sid: "OrgPullCache", actions: READ, resources: readable },
      { sid: "OrgImportUpstream", actions, resources: importable },
    ]);
  });
});
