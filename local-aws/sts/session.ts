/** Temporary credentials, and on whose behalf they call. */
export interface Session {
  readonly accountId: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly caller: { readonly arn: string; readonly userId: string };
}
