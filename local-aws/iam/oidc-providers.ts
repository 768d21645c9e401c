import { createHash } from "node:crypto";
import { AwsError } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { list, string, structure } from "../shape";
import { checkTags } from "../tags";
import { conflict, identitiesOf, noSuchEntity } from "./identity-store";

import type { OidcProvider } from "./oidc-provider";
import { identityTagOperations, tagErrors, tagList } from "./tags";

const providerArn = string({ min: 20, max: 2048 });
const clientId = string({ min: 1, max: 255 });
const thumbprints = list(string({ min: 40, max: 40 }));
const oneProvider = structure({ OpenIDConnectProviderArn: providerArn }, [
  "OpenIDConnectProviderArn",
]);
const oneClient = structure({ OpenIDConnectProviderArn: providerArn, ClientID: clientId }, [
  "OpenIDConnectProviderArn",
  "ClientID",
]);

const tags = identityTagOperations("OpenIDConnectProviderArn", providerArn, providerAt);

export const oidcProviderOperations = {
  CreateOpenIDConnectProvider: changes(
    structure(
      {
        Url: string({ min: 1, max: 255 }),
        ClientIDList: list(clientId),
        ThumbprintList: thumbprints,
        Tags: tagList,
      },
      ["Url"],
    ),
    (input, call) => {
      const { Url, ClientIDList = [], ThumbprintList = [], Tags = [] } = input;
      if (!URL.canParse(Url) || !/^https:\/\/[^?#]+$/.test(Url)) {
        throw new AwsError("ValidationError", "Invalid Open ID Connect Provider URL");
      }
      checkTags(Tags, tagErrors);
      const url = Url.replace(/^https:\/\//, "");
      const arn = `arn:${call.partition}:iam::${call.accountId}:oidc-provider/${url}`;
      const { oidcProviders } = identitiesOf(call);
      if (oidcProviders.has(arn)) {
        throw conflict("EntityAlreadyExists", `Provider with url ${Url} already exists.`);
      }
      oidcProviders.set(arn, {
        arn,
        url,
        createDate: new Date(),
        clientIds: [...ClientIDList],
        thumbprints: ThumbprintList.length > 0 ? [...ThumbprintList] : [thumbprintOf(url)],
        tags: Tags,
      });
      return { OpenIDConnectProviderArn: arn, Tags };
    },
  ),

  GetOpenIDConnectProvider: reads(oneProvider, (input, call) => {
    const provider = providerAt(input.OpenIDConnectProviderArn, call);
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.createDate,
      Tags: provider.tags,
    };
  }),

  /** Roles that trust the provider remain, but can no longer be assumed with its tokens. */
  DeleteOpenIDConnectProvider: changes(oneProvider, (input, call) => {
    const { arn } = providerAt(input.OpenIDConnectProviderArn, call);
    identitiesOf(call).oidcProviders.delete(arn);
    return undefined;
  }),

  ListOpenIDConnectProviders: reads(structure({}), (_, call) => ({
    OpenIDConnectProviderList: [...identitiesOf(call).oidcProviders.values()].map(({ arn }) => ({
      Arn: arn,
    })),
  })),

  UpdateOpenIDConnectProviderThumbprint: changes(
    structure({ OpenIDConnectProviderArn: providerArn, ThumbprintList: thumbprints }, [
      "OpenIDConnectProviderArn",
      "ThumbprintList",
    ]),
    (input, call) => {
      providerAt(input.OpenIDConnectProviderArn, call).thumbprints = [...input.ThumbprintList];
      return undefined;
    },
  ),

  AddClientIDToOpenIDConnectProvider: changes(oneClient, (input, call) => {
    const provider = providerAt(input.OpenIDConnectProviderArn, call);
    provider.clientIds = [...new Set([...provider.clientIds, input.ClientID])];
    return undefined;
  }),

  RemoveClientIDFromOpenIDConnectProvider: changes(oneClient, (input, call) => {
    const provider = providerAt(input.OpenIDConnectProviderArn, call);
    provider.clientIds = provider.clientIds.filter((one) => one !== input.ClientID);
    return undefined;
  }),

  TagOpenIDConnectProvider: tags.add,
  UntagOpenIDConnectProvider: tags.remove,
  ListOpenIDConnectProviderTags: tags.list,
};

function providerAt(arn: string, call: CallContext): OidcProvider {
  const provider = identitiesOf(call).oidcProviders.get(arn);
  if (provider) return provider;
  throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
}

/** Without a thumbprint, AWS retrieves the issuer's certificate; this server invents one. */
function thumbprintOf(url: string): string {
  return createHash("sha1").update(url).digest("hex");
}
