import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import type { Tag } from "../tags";
import type { RepositoryCreationTemplate } from "./registry";
import { ownRegistryOnly } from "./registry-id";

/** A repository without its images, which nobody can push here. */
export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly imageTagMutability: string;
  readonly imageTagMutabilityExclusionFilters?: RepositoryCreationTemplate["imageTagMutabilityExclusionFilters"];
  readonly scanOnPush: boolean;
  readonly encryptionConfiguration: RepositoryCreationTemplate["encryptionConfiguration"];
  lifecyclePolicy: string | undefined;
  tags: readonly Tag[];
}

export const repositoryName = string({
  min: 2,
  max: 256,
  pattern: /(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/,
});

export function repositoryArn(name: string, call: CallContext): string {
  return `arn:${call.partition}:ecr:${call.region}:${call.accountId}:repository/${name}`;
}

export function repositoriesOf(id: string | undefined, call: CallContext): Map<string, Repository> {
  ownRegistryOnly(id, call);
  return call.state.registry(call.accountId, call.region).repositories;
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
