import { AwsError } from "../aws-error";
import { page } from "../pagination";
import { type Infer, integer, type StructureShape, string } from "../shape";

export const roleName = string({ min: 1, max: 64, pattern: /[\w+=,.@-]+/ });
export const policyName = string({ min: 1, max: 128, pattern: /[\w+=,.@-]+/ });
export const policyArn = string({ min: 20, max: 2048 });
export const path = string({ min: 1, max: 512, pattern: /(\/)|(\/[!-~]+\/)/ });

/** The pagination members of every List operation. */
export const paging = {
  Marker: string({ min: 1, max: 320 }),
  MaxItems: integer({ min: 1, max: 1000 }),
};

/** The page that a request asks for. */
export type Page = Infer<StructureShape<typeof paging, never>>;

const invalidMarker = () => new AwsError("ValidationError", "Invalid Marker.");

/** One page of a list, as the output member `name`. */
export function listed<T>(name: string, items: readonly T[], { Marker, MaxItems }: Page) {
  const { items: shown, nextToken } = page(items, MaxItems ?? 100, Marker, invalidMarker);
  return { IsTruncated: nextToken !== undefined, Marker: nextToken, [name]: shown };
}
