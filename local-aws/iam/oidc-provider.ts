import type { Tag } from "../tags";

/** An issuer of tokens that an account trusts, such as a pipeline's host. */
export interface OidcProvider {
  readonly arn: string;
  /** Without `https://`, as AWS tells it. */
  readonly url: string;
  readonly createDate: Date;
  /** Audiences that a token may be meant for. */
  clientIds: string[];
  thumbprints: string[];
  tags: readonly Tag[];
}
