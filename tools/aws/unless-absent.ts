/**
 * Reads something that may not be there.
 *
 * @param absent the name of the error with which AWS says that it is not there
 */
export async function unlessAbsent<T>(absent: string, call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as Error).name === absent) return undefined;
    throw error;
  }
}
