import { describe, expect, it } from "vitest";
import { useLocalAws } from "./fixture";

const local = useLocalAws();
const target = "AmazonEC2ContainerRegistry_V20150921.DescribeRegistry";
const authorization = (service: string, region = "eu-west-1") =>
  `AWS4-HMAC-SHA256 Credential=local-aws/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0123456789abcdef`;

const send = (headers: Record<string, string>, body = "{}") =>
  fetch(local.aws.endpoint, { method: "POST", headers, body });

const form = { "content-type": "application/x-www-form-urlencoded" };
const getCallerIdentity = "Action=GetCallerIdentity&Version=2011-06-15";

describe("the JSON protocol", () => {
  it("names an error in the body and in a header", async () => {
    const response = await send({ "x-amz-target": target });
    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await response.json()).toEqual({
      __type: "MissingAuthenticationTokenException",
      message: "Missing Authentication Token",
    });
  });

  it("has timestamps in seconds", async () => {
    const response = await send({
      authorization: authorization("ecr"),
      "x-amz-target": target.replace("DescribeRegistry", "GetAuthorizationToken"),
    });
    const { authorizationData } = (await response.json()) as {
      authorizationData: [{ expiresAt: number }];
    };
    expect(authorizationData[0].expiresAt - Date.now() / 1000).toBeCloseTo(12 * 3600, -2);
  });

  it.each([
    [
      "another service's scope",
      { authorization: authorization("secretsmanager"), "x-amz-target": target },
      "InvalidSignatureException",
      "Credential should be scoped to correct service: 'ecr'.",
    ],
    [
      "no Region",
      { authorization: authorization("ecr", "europe"), "x-amz-target": target },
      "InvalidSignatureException",
      "Credential should be scoped to a valid region, not 'europe'.",
    ],
    [
      "an operation that is not implemented",
      {
        authorization: authorization("ecr"),
        "x-amz-target": target.replace("DescribeRegistry", "PutImage"),
      },
      "UnknownOperationException",
      "local-aws does not implement ecr:PutImage.",
    ],
    [
      "a service that is not implemented",
      { authorization: authorization("kms"), "x-amz-target": "TrentService.DescribeKey" },
      "UnknownOperationException",
      "local-aws does not implement kms:DescribeKey.",
    ],
  ])("refuses %s", async (_, headers, __type, message) => {
    expect(await (await send(headers)).json()).toEqual({ __type, message });
  });

  it.each([
    ["{", "The request body is not JSON"],
    ["[]", "The request is not a structure"],
    ['{"name":1}', "'name' is not a string"],
  ])("refuses the body %s", async (body, message) => {
    const headers = {
      authorization: authorization("ecr"),
      "x-amz-target": target.replace("DescribeRegistry", "GetAccountSetting"),
    };
    expect(await (await send(headers, body)).json()).toEqual({
      __type: "SerializationException",
      message,
    });
  });
});

describe("the query protocol", () => {
  it("answers in XML", async () => {
    const response = await send(
      { ...form, authorization: authorization("sts") },
      getCallerIdentity,
    );
    expect(await response.text()).toMatch(
      /^<GetCallerIdentityResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/"><GetCallerIdentityResult><UserId>\w+<\/UserId><Account>\d{12}<\/Account>.*<ResponseMetadata><RequestId>[0-9a-f-]{36}<\/RequestId>/,
    );
  });

  it("refuses in XML", async () => {
    const response = await send(form, getCallerIdentity);
    expect(response.status).toBe(403);
    expect(await response.text()).toMatch(
      /^<ErrorResponse xmlns="https:\/\/sts[^>]*><Error><Type>Sender<\/Type><Code>MissingAuthenticationToken<\/Code><Message>Request is missing Authentication Token<\/Message><\/Error><RequestId>/,
    );
  });

  it("refuses a service that is not implemented", async () => {
    const headers = { ...form, authorization: authorization("ec2") };
    const response = await send(headers, "Action=DescribeVpcs&Version=2016-11-15");
    expect(await response.text()).toContain(
      "<Code>UnknownOperationException</Code><Message>local-aws does not implement ec2:DescribeVpcs.</Message>",
    );
    expect(local.aws.calls.at(-1)?.call).toBe("ec2:DescribeVpcs");
  });

  it("refuses an operation that is not implemented", async () => {
    const headers = { ...form, authorization: authorization("iam") };
    const response = await send(headers, "Action=CreateUser&Version=2010-05-08");
    expect(await response.text()).toContain(
      "<Code>InvalidAction</Code><Message>local-aws does not implement iam:CreateUser.</Message>",
    );
  });
});

it("a service whose operation is in the path is refused by its name", async () => {
  const headers = { authorization: authorization("lambda") };
  const response = await fetch(`${local.aws.endpoint}/2015-03-31/functions?MaxItems=1`, {
    headers,
  });
  expect(response.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(await response.json()).toMatchObject({
    message: "local-aws does not implement lambda:GET /2015-03-31/functions.",
  });
});

it("a service that reads XML is refused in XML", async () => {
  const headers = { authorization: authorization("route53") };
  const response = await fetch(`${local.aws.endpoint}/2013-04-01/hostedzone`, { headers });
  expect(await response.text()).toContain(
    "<Message>local-aws does not implement route53:GET /2013-04-01/hostedzone.</Message>",
  );
});

it("a body that is too large for any operation is not read to its end", async () => {
  const response = await send({ "x-amz-target": target }, "x".repeat(7_000_000));
  expect(response.status).toBe(413);
});
