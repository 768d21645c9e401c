import { FINDERS } from "./finders";
import type { Finding } from "./finding";

/** One line for each address: what a deployment will do with it. */
export function describeFindings(
  findings: readonly (readonly [address: string, finding: Finding])[],
  managed: ReadonlySet<string>,
): string[] {
  return findings.map(([address, finding]) =>
    managed.has(address) ? `managed  ${address} (in the state)` : describeFinding(address, finding),
  );
}

export function describeFinding(address: string, finding: Finding): string {
  switch (finding.kind) {
    case "found":
      return `import   ${address} ← ${finding.id}`;
    case "missing":
      return `create   ${address}${finding.note ? ` (${finding.note})` : ""}`;
    case "unknown":
      return `unknown  ${address} (${finding.why})\n${byHand(address)}`;
  }
}

function byHand(address: string): string {
  const [type = ""] = address.split(".");
  const id = FINDERS[type]?.id ?? "see the provider's documentation of this type";
  const block = JSON.stringify({ import: [{ to: address, id: "…" }] });
  return `  if it exists, import it by hand: write a file by-hand.tf.json beside cdk.tf.json with\n  ${block}; the id is ${id}`;
}
