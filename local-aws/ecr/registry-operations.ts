import { fakeCredential } from "../identifiers";
import { reads } from "../operation";
import { list, structure } from "../shape";
import { ownRegistryOnly, registryId } from "./registry-id";

const TWELVE_HOURS = 12 * 60 * 60 * 1000;

export const registryOperations = {
  DescribeRegistry: reads(structure({}), (_, call) => ({
    registryId: call.accountId,
    replicationConfiguration: { rules: [] },
  })),

  GetAuthorizationToken: reads(
    structure({ registryIds: list(registryId, { min: 1, max: 10 }) }),
    (input, call) => {
      for (const id of input.registryIds ?? []) ownRegistryOnly(id, call);
      const suffix = call.partition === "aws-cn" ? ".cn" : "";
      const token = Buffer.from(`AWS:${fakeCredential(64)}`).toString("base64");
      return {
        authorizationData: [
          {
            authorizationToken: token,
            expiresAt: new Date(Date.now() + TWELVE_HOURS),
            proxyEndpoint: `https://${call.accountId}.dkr.ecr.${call.region}.amazonaws.com${suffix}`,
          },
        ],
      };
    },
  ),
};
