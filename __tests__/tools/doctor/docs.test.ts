import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { CODES } from "../../../tools/doctor/finding";
import { ACCOUNT, credentialsFrom, policy, useLocalAws } from "../../local-aws/fixture";
import {
  aHealthyCache,
  aNode,
  diagnosis,
  EXPIRY,
  NODE,
  pullPolicy,
  useEnvironmentOf,
} from "./fixture";

const PAGE = readFileSync("docs/doctor.md", "utf8");
const [READING, FIXING] = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json = ""]) =>
  JSON.parse(json),
);

/** What only a cache with a role, or with a secret of Terraform's, is looked at with. */
const FOR_SOME = ["iam:GetRole", "secretsmanager:ListSecretVersionIds"];

it("the page has each code, with its severity", () => {
  const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| (\w+) +\|/gm)].map(([, ...row]) => row);
  expect(rows.sort()).toEqual(Object.entries(CODES).sort());
});

describe("the permissions on the page", () => {
  const local = useLocalAws({ rejectedTokens: ["an-expired-token"] });
  useEnvironmentOf(local);

  beforeEach(async () => {
    await aHealthyCache(local, "an-expired-token");
    await aNode(local, pullPolicy());
    await local.ecr.createRepository({ repositoryName: "docker-hub/library/nginx" });
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", lifecyclePolicy: EXPIRY });
  });

  async function become(statements: readonly Readonly<Record<string, unknown>>[]) {
    await local.iam.createRole({
      RoleName: "doctor",
      AssumeRolePolicyDocument: policy({ Action: "sts:AssumeRole", Principal: { AWS: ACCOUNT } }),
    });
    await local.iam.putRolePolicy({
      RoleName: "doctor",
      PolicyName: "look",
      PolicyDocument: policy(...statements),
    });
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/doctor`;
    const session = await local.sts.assumeRole({ RoleArn, RoleSessionName: "a-session" });
    const { accessKeyId, secretAccessKey, sessionToken } = credentialsFrom(session);
    vi.stubEnv("AWS_ACCESS_KEY_ID", accessKeyId);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", secretAccessKey);
    vi.stubEnv("AWS_SESSION_TOKEN", sessionToken);
  }

  it("are enough to look", async () => {
    await become(READING.Statement);
    const { codes } = await diagnosis("--principal", NODE);
    expect(codes).toEqual(["error login-rejected", "warning lifecycle-missing"]);
  });

  it("are enough to look at a role of a template", async () => {
    await local.iam.createRole({
      RoleName: "template",
      AssumeRolePolicyDocument: policy({
        Action: "sts:AssumeRole",
        Principal: { Service: "ecr.amazonaws.com" },
      }),
    });
    const customRoleArn = `arn:aws:iam::${ACCOUNT}:role/template`;
    await local.ecr.updateRepositoryCreationTemplate({ prefix: "ROOT", customRoleArn });
    await become(READING.Statement);
    expect((await diagnosis()).codes).not.toContain("unknown not-looked-at");
  });

  it("are not enough to change anything", async () => {
    await become(READING.Statement);
    const { findings } = await diagnosis("--fix");
    expect(findings.at(-1)).toMatchObject({ code: "lifecycle-missing", fixed: false });
  });

  it("are enough for --fix with the second one", async () => {
    await become([...READING.Statement, FIXING]);
    const { findings } = await diagnosis("--fix");
    expect(findings.at(-1)).toMatchObject({ code: "lifecycle-missing", fixed: true });
  });

  it.each(
    READING.Statement.flatMap(
      ({ Action }: { readonly Action: readonly string[] }) => Action,
    ).filter((action: string) => !FOR_SOME.includes(action)) as string[],
  )("have %s for a reason", async (left) => {
    await become(
      READING.Statement.map((one: { readonly Action: readonly string[] }) => ({
        ...one,
        Action: one.Action.filter((action) => action !== left).concat("sts:GetCallerIdentity"),
      })),
    );
    const outcome = await diagnosis("--principal", NODE).then(
      ({ codes }) => codes.join(),
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/not-looked-at|secret-not-read|AWS refused to answer/);
  });
});
