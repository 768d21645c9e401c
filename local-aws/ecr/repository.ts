import type { CallContext } from "../operation";
import type { Tag } from "../tags";
import { repositoryArn } from "./repository-arn";

/** What a repository and a repository creation template both specify. */
export interface RepositoryConfiguration {
  readonly imageTagMutability: string;
  readonly imageTagMutabilityExclusionFilters?: readonly {
    readonly filterType: string;
    readonly filter: string;
  }[];
  readonly encryptionConfiguration: {
    readonly encryptionType: string;
    readonly kmsKey?: string;
  };
}

/** A repository. Its images are manifests without layers. */
export interface Repository extends RepositoryConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  readonly scanOnPush: boolean;
  lifecyclePolicy: string | undefined;
  tags: readonly Tag[];
  /** By digest. */
  readonly manifests: Map<string, Manifest>;
  /** By tag. */
  readonly images: Map<string, TaggedImage>;
}

/** What a repository is created with; everything else is empty at first. */
export type RepositorySettings = RepositoryConfiguration &
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
    encryptionConfiguration: withKey(settings.encryptionConfiguration, call),
    manifests: new Map(),
    images: new Map(),
  };
}

type Encryption = RepositoryConfiguration["encryptionConfiguration"];

/** Without a key, KMS encrypts with the key `aws/ecr` of the account and Region. */
function withKey(encryption: Encryption, { partition, region, accountId }: CallContext) {
  if (encryption.encryptionType === "AES256" || encryption.kmsKey) return encryption;
  const kmsKey = `arn:${partition}:kms:${region}:${accountId}:key/${AWS_MANAGED_KEY}`;
  return { ...encryption, kmsKey };
}

const AWS_MANAGED_KEY = "00000000-0000-4000-8000-0000000000ec";

/** A manifest, byte for byte as it was received: its digest is that of the text. */
export interface Manifest {
  /** `sha256:…` */
  readonly digest: string;
  readonly mediaType: string;
  readonly text: string;
}

/** The digest that a tag points to, and when it was last compared with the upstream's. */
export interface TaggedImage {
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly comparedAt: number;
}
