import { randomBytes } from "node:crypto";
import type { Checksum } from "../protocol/checksum";

/** Whether a bucket keeps the earlier versions of its objects. */
export type Versioning = "Enabled" | "Suspended";

/** The content of an object and its metadata. */
export interface Content {
  readonly bytes: Buffer;
  /** In quotation marks, as it is sent. */
  readonly etag: string;
  readonly checksum: Checksum;
  readonly contentType: string;
  readonly encryption: "AES256" | "aws:kms";
  readonly kmsKeyId: string | undefined;
}

export interface ObjectVersion {
  /** "null" unless versioning is enabled. */
  readonly id: string;
  readonly lastModified: Date;
  /** Absent in a delete marker. */
  readonly content: Content | undefined;
}

/** The current and, if versioning is enabled, the earlier versions of one object. */
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

  /** @param content `undefined` for a delete marker */
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
