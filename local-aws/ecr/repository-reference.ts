import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import { registryOf } from "./registry";
import { ownRegistryOnly } from "./registry-id";
import type { Repository } from "./repository";

/** How a request names a repository. */
export const repositoryName = string({
  min: 2,
  max: 256,
  pattern: /[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*/,
});

export function repositoriesOf(id: string | undefined, call: CallContext): Map<string, Repository> {
  ownRegistryOnly(id, call);
  return registryOf(call).repositories;
}

/** @throws AwsError when the registry has no such repository. */
export function repositoryNamed(
  name: string,
  id: string | undefined,
  call: CallContext,
): Repository {
  const repository = repositoriesOf(id, call).get(name);
  if (repository) return repository;
  throw new AwsError(
    "RepositoryNotFoundException",
    `The repository with name '${name}' does not exist in the registry with id '${call.accountId}'`,
  );
}
