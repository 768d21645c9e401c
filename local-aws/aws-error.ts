/** A refusal in AWS's own words: what an SDK turns into an exception with this name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /**
   * Why this server refused, in more detail than AWS tells its callers.
   * It goes to the call log and never over the wire, and never holds a secret value.
   */
  readonly reason: string | undefined;
  /** What the answer says beside its body. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; reason?: string; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.reason = options.reason;
    this.headers = options.headers ?? {};
  }
}

/** What a caller asks of AWS that this server leaves out. Said aloud, never ignored. */
export function notImplemented(what: string): AwsError {
  return new AwsError("NotImplementedException", `local-aws does not implement ${what}.`);
}
