import type { Tag } from "../tags";

/** An OpenID Connect provider: a token issuer, such as a CI system, that an account trusts. */
export interface OidcProvider {
  readonly arn: string;
  /** Without `https://`, as AWS returns it. */
  readonly url: string;
  readonly createDate: Date;
  /** The audiences that a token may have. */
  clientIds: string[];
  thumbprints: string[];
  tags: readonly Tag[];
}
