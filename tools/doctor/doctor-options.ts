import type { GivenImage } from "../cli/option-values";

/** What the doctor is asked to look at. */
export interface DoctorOptions {
  /** The entry of the app that says what should be there; nothing: what AWS has is looked at. */
  readonly app?: string;
  /** Stacks of the app; none means all. */
  readonly stack?: readonly string[];
  readonly region?: string;
  /** The caches to look at; nothing means all. */
  readonly prefix?: readonly string[];
  /** ARNs of who pulls. */
  readonly principal?: readonly string[];
  /** References that may lead into a cache. */
  readonly image?: readonly GivenImage[];
  readonly fix?: boolean;
  readonly json?: boolean;
  /** For one request, in milliseconds. */
  readonly timeout: number;
}
