import { reads } from "../operation";
import { list, structure } from "../shape";
import { ownRegistryOnly, registryId } from "./registry-id";
import { issueRegistryToken } from "./registry-tokens";

export const registryOperations = {
  DescribeRegistry: reads(structure({}), (_, call) => ({
    registryId: call.accountId,
    replicationConfiguration: { rules: [] },
  })),

  GetAuthorizationToken: reads(
    structure({ registryIds: list(registryId, { min: 1, max: 10 }) }),
    (input, call) => {
      for (const id of input.registryIds ?? []) ownRegistryOnly(id, call);
      // AWS returns the registry's own host. Here, this server is the registry.
      return {
        authorizationData: [{ ...issueRegistryToken(call), proxyEndpoint: call.state.endpoint }],
      };
    },
  ),
};
