/** No space left on the device, or in what the user may take of it. */
const CODES = ["ENOSPC", "EDQUOT"];

/** Says that the disk is full, where that is why a file could not be written. */
export function describeFullDisk(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (!CODES.includes(String(error.code))) return undefined;
  return `The disk is full: ${error.message}\n  fix: free some space, then run this again`;
}
