/** One call that was made, whatever became of it. Holds no request members, hence no secrets. */
export interface RecordedCall {
  /** `service:Operation`, as in an IAM policy. */
  readonly call: string;
  /** As signed; empty when the request was not signed. */
  readonly region: string;
  /** Empty when the caller could not be told. */
  readonly accountId: string;
  /** Whether the operation is one that changes something. */
  readonly mutating: boolean;
  /** The error's code; absent when the call succeeded. */
  readonly error?: string;
  /** Why the call was refused, where AWS's own message leaves that open. */
  readonly reason?: string;
}

/** One line about a call: `ecr:PutRegistryPolicy eu-west-1 ok`. */
export function describeCall({ call, region, error, reason }: RecordedCall): string {
  const outcome = error === undefined ? "ok" : error + (reason === undefined ? "" : ` (${reason})`);
  return [call, region || "-", outcome].join(" ");
}
