import { createHash } from "node:crypto";
import { Crc32, Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";

type Digest = (bytes: Buffer) => Promise<Uint8Array>;

const crc =
  (Algorithm: typeof Crc32 | typeof Crc32c | typeof Crc64Nvme): Digest =>
  (bytes) => {
    const sum = new Algorithm();
    sum.update(bytes);
    return sum.digest();
  };

const hash =
  (algorithm: "sha1" | "sha256"): Digest =>
  async (bytes) =>
    createHash(algorithm).update(bytes).digest();

/** The checksum algorithms of S3, by their names in `x-amz-checksum-…`. */
const algorithms = {
  crc32: crc(Crc32),
  crc32c: crc(Crc32c),
  crc64nvme: crc(Crc64Nvme),
  sha1: hash("sha1"),
  sha256: hash("sha256"),
} as const satisfies Record<string, Digest>;

export type ChecksumAlgorithm = keyof typeof algorithms;

export const checksumAlgorithms = Object.keys(algorithms) as readonly ChecksumAlgorithm[];

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** In base64. */
  readonly value: string;
}

/** The request member that carries a checksum: `ChecksumCRC64NVME`. */
export const checksumMember = (algorithm: ChecksumAlgorithm) =>
  `Checksum${algorithm.toUpperCase() as Uppercase<ChecksumAlgorithm>}` as const;

/** The checksum of some bytes, in base64, as it is sent. */
export async function checksum(algorithm: ChecksumAlgorithm, bytes: Buffer): Promise<string> {
  return Buffer.from(await algorithms[algorithm](bytes)).toString("base64");
}
