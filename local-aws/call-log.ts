/**
 * One call that was made, whatever became of it. Of a request's members it holds names and ARNs
 * only, hence no secrets.
 */
export interface RecordedCall {
  /** `service:Operation`, as in an IAM policy. */
  readonly call: string;
  /** As signed; empty when the request was not signed. */
  readonly region: string;
  /** Empty when the caller could not be told. */
  readonly accountId: string;
  /** Whether the operation is one that changes something. */
  readonly mutating: boolean;
  /** What IAM was asked about it; empty when it was refused before, and where nobody is asked. */
  readonly actions: readonly { readonly action: string; readonly resource: string }[];
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
