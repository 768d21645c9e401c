/** The text of a body, or the beginning of one that is longer than it may be. */
export interface BoundedText {
  readonly text: string;
  /** Whether the body was read to its end. */
  readonly complete: boolean;
}

/**
 * Reads a body up to a limit. The limit applies to the decompressed text: `fetch` decompresses gzip,
 * and a few kilobytes may expand to gigabytes.
 *
 * @param limit in bytes
 */
export async function readUpTo(limit: number, { body }: Response): Promise<BoundedText> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the body, and closes the connection.
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > limit) break;
  }
  const text = Buffer.concat(chunks).subarray(0, limit).toString("utf8");
  return { text, complete: size <= limit };
}
