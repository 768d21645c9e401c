import type { AwsError } from "./aws-error";

/**
 * One page of `items`. A token holds the position of the next page, in base64.
 * @param refuse the error of a service for a token that it did not issue
 */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
  refuse: () => AwsError,
): { items: readonly T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : positionIn(token);
  if (start === undefined) throw refuse();
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? tokenOf(end) : undefined,
  };
}

const tokenOf = (position: number) => Buffer.from(String(position)).toString("base64");

function positionIn(token: string): number | undefined {
  const position = Number(Buffer.from(token, "base64").toString());
  return position > 0 && tokenOf(position) === token ? position : undefined;
}
