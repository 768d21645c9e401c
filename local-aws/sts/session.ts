import type { Caller } from "../operation";
import { globalSlot } from "../state";

/** Temporary credentials, and the caller to whom they belong. */
export interface Session {
  readonly accountId: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly caller: Caller;
}

/** By access key id. */
export const sessions = globalSlot(() => new Map<string, Session>());
