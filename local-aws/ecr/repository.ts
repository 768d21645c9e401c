import { AwsError } from "../aws-error";
import type { CallContext } from "../operation";
import { string } from "../shape";
import type { Tag } from "../tags";
import type { RepositoryCreationTemplate } from "./registry";
import { ownRegistryOnly } from "./registry-id";
import { repositoryArn } from "./repository-arn";

/** A repository with its images as manifests without layers. */
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
  /** By digest. */
  readonly manifests: Map<string, Manifest>;
  /** By tag. */
  readonly images: Map<string, TaggedImage>;
}

/** What a repository is made with; all else is empty at first. */
export type RepositorySettings = Pick<
  Repository,
  "imageTagMutability" | "imageTagMutabilityExclusionFilters" | "encryptionConfiguration"
> &
  Partial<Pick<Repository, "scanOnPush" | "lifecyclePolicy" | "tags">>;

export function newRepository(
  name: string,
  settings: RepositorySettings,
  call: CallContext,
): Repository {
  return {
    name,
    arn: repositoryArn(name, call),
    createdAt: new Date(),
    scanOnPush: false,
    lifecyclePolicy: undefined,
    tags: [],
    ...settings,
    manifests: new Map(),
    images: new Map(),
  };
}

export const repositoryName = string({
  min: 2,
  max: 256,
  pattern: /(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/,
});

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

/** A manifest, byte for byte as it came: its digest is that of the text. */
export interface Manifest {
  /** `sha256:…` */
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/** What a tag leads to, and when that was last compared with the upstream. */
export interface TaggedImage {
  readonly digest: string;
  readonly comparedAt: number;
}
