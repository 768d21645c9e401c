import { AwsError } from "../aws-error";
import { invalidNextToken } from "../error-format";
import { type CallContext, changes, reads } from "../operation";
import { page } from "../pagination";
import { boolean, integer, list, string, structure } from "../shape";
import { checkTags, tagList } from "../tags";
import { registryId } from "./registry-id";
import { newRepository, type Repository } from "./repository";
import { repositoriesOf, repositoryName, repositoryNamed } from "./repository-reference";
import { repositoryTagErrors } from "./repository-tags";
import {
  checkEncryption,
  checkMutability,
  encryptionConfiguration,
  mutabilityMembers,
} from "./template-settings";

/** Repositories created by API calls. `upstream-import.ts` creates those of pulls. */
export const repositoryOperations = {
  CreateRepository: changes(
    structure(
      {
        registryId,
        repositoryName,
        tags: tagList,
        imageScanningConfiguration: structure({ scanOnPush: boolean() }),
        encryptionConfiguration,
        ...mutabilityMembers,
      },
      ["repositoryName"],
    ),
    (input, call) => {
      const repositories = repositoriesOf(input.registryId, call);
      const { repositoryName: name, tags = [] } = input;
      checkTags(tags, repositoryTagErrors);
      const { imageTagMutabilityExclusionFilters } = input;
      const settings = {
        imageTagMutability: input.imageTagMutability ?? "MUTABLE",
        ...(imageTagMutabilityExclusionFilters && { imageTagMutabilityExclusionFilters }),
        encryptionConfiguration: input.encryptionConfiguration ?? { encryptionType: "AES256" },
        scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
        tags,
      };
      const repository = newRepository(name, settings, call);
      checkEncryption(repository, call);
      checkMutability(repository);
      if (repositories.has(name)) {
        throw new AwsError(
          "RepositoryAlreadyExistsException",
          `The repository with name '${name}' already exists in the registry with id '${call.accountId}'`,
        );
      }
      repositories.set(name, repository);
      return { repository: describe(repository, call) };
    },
  ),

  DescribeRepositories: reads(
    structure({
      registryId,
      repositoryNames: list(repositoryName, { min: 1, max: 100 }),
      nextToken: string(),
      maxResults: integer({ min: 1, max: 1000 }),
    }),
    (input, call) => {
      const { repositoryNames: names, maxResults } = input;
      if (names && (maxResults !== undefined || input.nextToken !== undefined)) {
        throw new AwsError(
          "InvalidParameterException",
          "Paging is not possible when repository names are specified",
        );
      }
      const repositories = repositoriesOf(input.registryId, call);
      const found = (names ?? [...repositories.keys()].sort()).map((name) =>
        describe(repositoryNamed(name, input.registryId, call), call),
      );
      const { items, nextToken } = page(
        found,
        maxResults ?? 100,
        input.nextToken,
        invalidNextToken,
      );
      return { repositories: items, nextToken };
    },
  ),

  /** A repository with images is only deleted by force. */
  DeleteRepository: changes(
    structure({ registryId, repositoryName, force: boolean() }, ["repositoryName"]),
    (input, call) => {
      const repository = repositoryNamed(input.repositoryName, input.registryId, call);
      if (repository.manifests.size > 0 && !input.force) {
        throw new AwsError(
          "RepositoryNotEmptyException",
          `The repository with name '${repository.name}' in registry with id '${call.accountId}' cannot be deleted because it still contains images`,
        );
      }
      repositoriesOf(input.registryId, call).delete(repository.name);
      return { repository: describe(repository, call) };
    },
  ),
};

function describe(repository: Repository, { accountId, region }: CallContext) {
  const { name, arn, scanOnPush, lifecyclePolicy, tags, manifests, images, ...others } = repository;
  return {
    repositoryArn: arn,
    registryId: accountId,
    repositoryName: name,
    repositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
    imageScanningConfiguration: { scanOnPush },
    ...others,
  };
}
