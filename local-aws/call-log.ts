/**
 * A call, successful or not. Of the members of its request, it contains only names and ARNs, hence
 * no secrets.
 */
export interface RecordedCall {
  /** `service:Operation`, as in an IAM policy. */
  readonly call: string;
  /** The Region in the signature; empty when the request is unsigned. */
  readonly region: string;
  /** Empty when the caller is unknown. */
  readonly accountId: string;
  /** Whether the operation changes the state. */
  readonly mutating: boolean;
  /** The permissions that IAM checked; empty when none are required or the call failed earlier. */
  readonly actions: readonly { readonly action: string; readonly resource: string }[];
  /** The error's code; absent when the call succeeded. */
  readonly error?: string;
  /** Why the call was refused, when AWS's message does not say so. */
  readonly reason?: string;
}

/** One line about a call: `ecr:PutRegistryPolicy eu-west-1 ok`. */
export function describeCall({ call, region, error, reason }: RecordedCall): string {
  const outcome = error === undefined ? "ok" : error + (reason === undefined ? "" : ` (${reason})`);
  return [call, region || "-", outcome].join(" ");
}
