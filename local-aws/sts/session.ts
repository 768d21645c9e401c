import type { Caller } from "../operation";

/** Temporary credentials, and on whose behalf they call. */
export interface Session {
  readonly accountId: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly caller: Caller;
}
