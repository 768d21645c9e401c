import { randomBytes } from "node:crypto";
import type { Checksum } from "../protocol/checksum";

/** Whether a bucket keeps the earlier versions of its objects. */
export type Versioning = "Enabled" | "Suspended";

/** What was put. */
export interface Content {
  readonly bytes: Buffer;
  /** In quotes, as it is sent. */
  readonly etag: string;
  readonly checksum: Checksum;
  readonly contentType: string;
  readonly encryption: "AES256" | "aws:kms";
  readonly kmsKeyId: string | undefined;
}

export interface ObjectVersion {
  /** "null" while the bucket's versioning is not enabled. */
  readonly id: string;
  readonly lastModified: Date;
  /** Absent where a deletion marks the object as gone. */
  readonly content: Content | undefined;
}

/** What one key holds and, where versioning is enabled, held before. */
export class ObjectVersions {
  #versions: ObjectVersion[] = [];

  /** Newest first. */
  get all(): readonly ObjectVersion[] {
    return this.#versions;
  }

  get latest(): ObjectVersion | undefined {
    return this.#versions[0];
  }

  find(id: string): ObjectVersion | undefined {
    return this.#versions.find((version) => version.id === id);
  }

  /** @param content `undefined` for a deletion that keeps what was there */
  put(content: Content | undefined, versioning: Versioning | undefined): ObjectVersion {
    const id = versioning === "Enabled" ? randomBytes(24).toString("base64url") : "null";
    this.remove(id);
    const version = { id, lastModified: new Date(), content };
    this.#versions = [version, ...this.#versions];
    return version;
  }

  remove(id: string): void {
    this.#versions = this.#versions.filter((version) => version.id !== id);
  }
}
