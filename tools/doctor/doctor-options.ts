import type { GivenImage } from "../cli/option-values";

/** What the doctor checks. */
export interface DoctorOptions {
  /** The entry file of the app to compare with; absent to check only what AWS has. */
  readonly app?: string;
  /** Stacks of the app; absent means all. */
  readonly stack?: readonly string[];
  readonly region?: string;
  /** The prefixes of the caches to check; absent means all. */
  readonly prefix?: readonly string[];
  /** The ARNs of principals that pull. */
  readonly principal?: readonly string[];
  /** References that should lead to a cache. */
  readonly image?: readonly GivenImage[];
  readonly fix?: boolean;
  readonly json?: boolean;
  /** For one request, in milliseconds. */
  readonly timeout: number;
}
