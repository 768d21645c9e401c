/** An error as AWS returns it. SDKs turn it into an exception with the name of its code. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /**
   * Why this server refused the call, in more detail than AWS gives its callers.
   * It is written to the call log, never sent to the caller, and never contains a secret value.
   */
  readonly reason: string | undefined;
  /** Additional headers of the response. */
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

/** The error for a feature of AWS that this server does not implement and must not ignore. */
export function notImplemented(what: string): AwsError {
  return new AwsError("NotImplementedException", `local-aws does not implement ${what}.`);
}
