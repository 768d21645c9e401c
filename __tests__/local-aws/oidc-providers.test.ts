import { describe, expect, it } from "vitest";
import { ACCOUNT, refusal, useLocalAws } from "./fixture";

const local = useLocalAws();
const Url = "https://token.actions.githubusercontent.com";
const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const ClientIDList = ["sts.amazonaws.com"];
const THUMBPRINT = "a".repeat(40);

const create = (more: object = {}) =>
  local.iam.createOpenIDConnectProvider({ Url, ClientIDList, ...more });

describe("an OIDC provider", () => {
  it("is named after its URL, and returned without the scheme", async () => {
    const Tags = [{ Key: "team", Value: "platform" }];
    expect(await create({ Tags })).toMatchObject({ OpenIDConnectProviderArn, Tags });
    expect(await local.iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn })).toMatchObject({
      Url: "token.actions.githubusercontent.com",
      ClientIDList,
      ThumbprintList: [expect.stringMatching(/^[0-9a-f]{40}$/)],
      Tags,
    });
    const { OpenIDConnectProviderList } = await local.iam.listOpenIDConnectProviders({});
    expect(OpenIDConnectProviderList).toEqual([{ Arn: OpenIDConnectProviderArn }]);
    expect(local.aws.inventory()).toEqual({
      [ACCOUNT]: {
        global: { oidcProviders: [{ arn: OpenIDConnectProviderArn, clientIds: ClientIDList }] },
      },
    });
  });

  it("is changed by one operation for each setting", async () => {
    await create();
    const at = { OpenIDConnectProviderArn };
    await local.iam.addClientIDToOpenIDConnectProvider({ ...at, ClientID: "another" });
    await local.iam.addClientIDToOpenIDConnectProvider({ ...at, ClientID: "another" });
    await local.iam.removeClientIDFromOpenIDConnectProvider({
      ...at,
      ClientID: "sts.amazonaws.com",
    });
    await local.iam.updateOpenIDConnectProviderThumbprint({ ...at, ThumbprintList: [THUMBPRINT] });
    expect(await local.iam.getOpenIDConnectProvider(at)).toMatchObject({
      ClientIDList: ["another"],
      ThumbprintList: [THUMBPRINT],
    });
  });

  it("exists once for each URL, and is gone once deleted", async () => {
    await create();
    expect(await refusal(create())).toBe(
      `EntityAlreadyExistsException: Provider with url ${Url} already exists.`,
    );
    await local.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    expect(await refusal(local.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn }))).toBe(
      `NoSuchEntityException: OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
    );
  });

  it.each(["http://a.example", "a.example", "https://a.example?x=1"])(
    "has no URL such as %s",
    async (url) => {
      expect(await refusal(create({ Url: url }))).toBe(
        "ValidationError: Invalid Open ID Connect Provider URL",
      );
    },
  );
});
