import type { Tag } from "../tags";
import type { SecretValue } from "./secret-value";

/** A current or earlier value of a secret. Staging labels ("stages") tell versions apart. */
export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly createdDate: Date;
  stages: string[];
}

/** A secret with its versions. */
export class Secret {
  description: string | undefined;
  kmsKeyId: string | undefined;
  tags: readonly Tag[] = [];
  deletionDate: Date | undefined;
  readonly createdDate = new Date();
  lastChangedDate = this.createdDate;
  lastAccessedDate: Date | undefined;
  readonly versions = new Map<string, SecretVersion>();

  constructor(
    readonly name: string,
    readonly arn: string,
  ) {}

  /** The version to which a staging label is attached. */
  versionAt(stage: string): SecretVersion | undefined {
    return [...this.versions.values()].find((version) => version.stages.includes(stage));
  }

  /** Adds a version and moves its labels to it. */
  addVersion(id: string, value: SecretValue, stages: readonly string[]): SecretVersion {
    const version: SecretVersion = { id, value, createdDate: new Date(), stages: [] };
    this.versions.set(id, version);
    for (const stage of stages) this.moveStage(stage, version);
    this.lastChangedDate = version.createdDate;
    return version;
  }

  /** Moves a label. The version that loses AWSCURRENT becomes AWSPREVIOUS, as in AWS. */
  moveStage(stage: string, to: SecretVersion): void {
    const from = this.versionAt(stage);
    if (from === to) return;
    if (from) from.stages = from.stages.filter((one) => one !== stage);
    to.stages = [...to.stages, stage];
    if (stage === "AWSCURRENT" && from) this.moveStage("AWSPREVIOUS", from);
  }

  /** Labels by version. A version without labels is deprecated and left out. */
  stagesByVersion(): Record<string, string[]> | undefined {
    const labelled = [...this.versions.values()].filter(({ stages }) => stages.length > 0);
    if (labelled.length === 0) return undefined;
    return Object.fromEntries(labelled.map(({ id, stages }) => [id, stages]));
  }

  /** Deletes the versions without labels. */
  dropDeprecatedVersions(): void {
    for (const { id, stages } of this.versions.values()) {
      if (stages.length === 0) this.versions.delete(id);
    }
  }

  /** Whether a key other than the account's own `aws/secretsmanager` encrypts the values. */
  hasCustomerManagedKey(): boolean {
    return this.kmsKeyId !== undefined && !this.kmsKeyId.endsWith("alias/aws/secretsmanager");
  }
}
