import { describe } from "vitest";
import { checkAccountId } from "../../ecr/account";
import { checkKmsKeyArn } from "../../ecr/kms-key";
import { checkPrincipalArn } from "../../ecr/principal";
import { itAccepts, itRefuses } from "./rule";

describe("the id of an account", () => {
  itAccepts(checkAccountId, ["111111111111"]);
  itRefuses(
    checkAccountId,
    {
      allowed: "an AWS account id: twelve digits, in quotes",
      fix: "copy it from `aws sts get-caller-identity --query Account`",
    },
    ["", "1", "1111111111112", "x111111111111", "111111111111\n", "*", "1111-1111-1111"],
  );
});

describe("the ARN of a KMS key", () => {
  const ARN = "arn:aws:kms:eu-west-1:111111111111:key/";
  const here = (arn: string) => checkKmsKeyArn(arn, "eu-west-1");
  const allowed = "the ARN of a KMS key in eu-west-1: arn:aws:kms:eu-west-1:<account>:key/<id>";
  itAccepts(here, [`${ARN}11111111-2222-3333-4444-555555555555`, `${ARN}mrk-0a`, `${ARN}1`]);
  itRefuses(
    here,
    { allowed, fix: "copy the ARN from `aws kms describe-key --query KeyMetadata.Arn`" },
    [
      ...["", ARN, `x${ARN}1`, `${ARN}1!`, `${ARN}*`, "11111111-2222-3333-4444-555555555555"],
      ...[`${ARN}1`.replace("eu-west-1", "us-east-1"), `${ARN}1`.replace("111111111111", "1")],
    ],
  );
  itRefuses(
    here,
    { allowed, fix: "write no alias: copy the key's ARN from `aws kms describe-key`" },
    ["alias/cache", "arn:aws:kms:eu-west-1:111111111111:alias/cache"],
  );
});

describe("the ARN of a principal", () => {
  const IAM = "arn:aws:iam::111111111111:";
  const allowed = "the ARN of a role, a user or a group of IAM";
  itAccepts(checkPrincipalArn, [
    ...[`${IAM}role/a/path/nodes`, `${IAM}user/x`, `${IAM}group/x`],
    "arn:aws-us-gov:iam::111111111111:role/nodes",
  ]);
  itRefuses(
    checkPrincipalArn,
    { allowed, fix: "copy it: aws iam get-role --role-name <name> --query Role.Arn" },
    [
      ...["", "nodes", `${IAM}root`, `${IAM}role/`, `${IAM}policy/x`, `x${IAM}role/a`],
      ...[`${IAM}role/a b`, "arn:aws:iam::1:role/a", "arn:aws:sts::111111111111:assumed-role/"],
      ...["arn:aws:sts::1:assumed-role/nodes/i-1", "x arn:aws:sts::111111111111:assumed-role/a/b"],
    ],
  );
  itRefuses(
    checkPrincipalArn,
    {
      allowed,
      fix: `give the role behind this session: ${IAM}role/nodes, with its path if it has one`,
    },
    [
      "arn:aws:sts::111111111111:assumed-role/nodes/i-0123",
      "arn:aws-us-gov:sts::111111111111:assumed-role/nodes/i-0123",
    ],
  );
});
