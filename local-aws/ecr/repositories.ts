import { AwsError } from "../aws-error";
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

/** Repositories as they are made by hand; those of pulls are made in `upstream-import.ts`. */
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
      const { items, nextToken } = page(found, maxResults ?? 100, input.nextToken);
      return { repositories: items, nextToken };
    },
  ),

  /** Without images, there is nothing that `force` would have to be for. */
  DeleteRepository: changes(
    structure({ registryId, repositoryName, force: boolean() }, ["repositoryName"]),
    (input, call) => {
      const repository = repositoryNamed(input.repositoryName, input.registryId, call);
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
