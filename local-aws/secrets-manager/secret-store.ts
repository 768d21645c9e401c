import { partitionOf } from "../arn";
import { AwsError } from "../aws-error";
import { secretSuffix } from "../identifiers";
import { regionalSlot } from "../state";
import { Secret } from "./secret";

/** The secrets of one account in one Region. */
export class SecretStore {
  readonly #secrets = new Map<string, Secret>();

  constructor(
    private readonly accountId: string,
    private readonly region: string,
  ) {}

  all(): Secret[] {
    this.#purge();
    return [...this.#secrets.values()];
  }

  /** By name, by ARN, or by ARN without its random suffix. */
  find(id: string): Secret | undefined {
    this.#purge();
    const byName = this.#secrets.get(id);
    if (byName) return byName;
    return this.all().find(({ arn }) => arn === id || arn.slice(0, -7) === id);
  }

  /** @throws AwsError when there is no such secret. */
  get(id: string): Secret {
    const secret = this.find(id);
    if (secret) return secret;
    throw new AwsError(
      "ResourceNotFoundException",
      "Secrets Manager can't find the specified secret.",
    );
  }

  /** @throws AwsError when there is no such secret, or it is scheduled for deletion. */
  getLive(id: string): Secret {
    const secret = this.get(id);
    if (secret.deletionDate === undefined) return secret;
    throw new AwsError(
      "InvalidRequestException",
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }

  create(name: string): Secret {
    const secret = new Secret(name, `${this.arnOf(name)}-${secretSuffix()}`);
    this.#secrets.set(name, secret);
    return secret;
  }

  delete(secret: Secret): void {
    this.#secrets.delete(secret.name);
  }

  /** The ARN of a name, without the random suffix. */
  arnOf(name: string): string {
    const partition = partitionOf(this.region);
    return `arn:${partition}:secretsmanager:${this.region}:${this.accountId}:secret:${name}`;
  }

  /** Deletes the secrets whose recovery window has ended. */
  #purge(): void {
    const now = Date.now();
    for (const secret of this.#secrets.values()) {
      if (secret.deletionDate && secret.deletionDate.getTime() <= now) this.delete(secret);
    }
  }
}

export const secretStores = regionalSlot(
  (_, { accountId, region }) => new SecretStore(accountId, region),
);
