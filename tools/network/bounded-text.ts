/** The text of a body, or the beginning of one that is longer than it may be. */
export interface BoundedText {
  readonly text: string;
  /** Whether this is all of it. */
  readonly complete: boolean;
}

/**
 * Reads no more of a body than a limit. What counts is the unpacked text: `fetch` unpacks gzip, and
 * a few kilobytes of that may stand for gigabytes.
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
