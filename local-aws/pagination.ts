import { AwsError } from "./aws-error";

/** One page of `items`. A token holds the position of the next page, in base64. */
export function page<T>(
  items: readonly T[],
  size: number,
  token?: string,
): { items: readonly T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString());
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError("InvalidParameterException", "The pagination token is not valid");
  }
  const end = start + size;
  const nextToken = end < items.length ? Buffer.from(String(end)).toString("base64") : undefined;
  return { items: items.slice(start, end), nextToken };
}
