/**
 * Reads something that may not exist.
 *
 * @param absent the name of the error with which AWS says that it does not exist
 * @returns nothing where it does not exist
 */
export async function unlessAbsent<T>(absent: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === absent) return undefined;
    throw error;
  }
}
