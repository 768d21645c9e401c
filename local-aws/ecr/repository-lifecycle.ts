import { AwsError } from "../aws-error";
import { type CallContext, changes, reads } from "../operation";
import { string, structure } from "../shape";
import { checkLifecyclePolicy } from "./lifecycle-policy";
import { registryId } from "./registry-id";
import type { Repository } from "./repository";
import { repositoryName, repositoryNamed } from "./repository-reference";

const oneRepository = structure({ registryId, repositoryName }, ["repositoryName"]);

/** Lifecycle policies are stored and returned. No image ever expires. */
export const repositoryLifecycleOperations = {
  PutLifecyclePolicy: changes(
    structure(
      { registryId, repositoryName, lifecyclePolicyText: string({ min: 100, max: 30720 }) },
      ["repositoryName", "lifecyclePolicyText"],
    ),
    (input, call) => {
      const repository = repositoryNamed(input.repositoryName, input.registryId, call);
      checkLifecyclePolicy(input.lifecyclePolicyText);
      repository.lifecyclePolicy = input.lifecyclePolicyText;
      return answer(repository, call);
    },
  ),

  GetLifecyclePolicy: reads(oneRepository, (input, call) =>
    answer(repositoryNamed(input.repositoryName, input.registryId, call), call),
  ),

  DeleteLifecyclePolicy: changes(oneRepository, (input, call) => {
    const repository = repositoryNamed(input.repositoryName, input.registryId, call);
    const deleted = answer(repository, call);
    repository.lifecyclePolicy = undefined;
    return deleted;
  }),
};

function answer({ name, lifecyclePolicy }: Repository, { accountId }: CallContext) {
  if (lifecyclePolicy === undefined) {
    throw new AwsError(
      "LifecyclePolicyNotFoundException",
      `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${accountId}'`,
    );
  }
  return { registryId: accountId, repositoryName: name, lifecyclePolicyText: lifecyclePolicy };
}
