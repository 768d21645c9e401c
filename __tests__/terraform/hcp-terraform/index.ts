import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateOfLocalhost } from "./certificate";
import { Gateway, type RecordedCall } from "./gateway";
import { type ExecutionMode, Organization, type Workspace } from "./organization";
import { serve } from "./server";

export const ORGANIZATION = "acme";
/** The people of the organization, and their tokens. */
const TOKENS = { ann: "not-a-real-token-of-ann", bob: "not-a-real-token-of-bob" };

/** The part of HCP Terraform's API that keeps states, on loopback, in memory. */
export interface HcpTerraform {
  /** `localhost:PORT`, for a `cloud` block. */
  readonly hostname: string;
  /** Every request so far, in order. */
  readonly calls: readonly RecordedCall[];
  readonly organization: Organization;
  workspace(name: string): Workspace | undefined;
  /** Lets Terraform trust this server, and nothing about who asks. */
  readonly trust: Readonly<Record<string, string>>;
  /** `trust`, and the token of a user. */
  environment(user: keyof typeof TOKENS): Record<string, string>;
  close(): Promise<void>;
}

/**
 * Starts HCP Terraform on 127.0.0.1.
 *
 * @param executionMode where new workspaces run Terraform
 */
export async function startHcpTerraform(
  executionMode: ExecutionMode = "local",
): Promise<HcpTerraform> {
  const folder = mkdtempSync(join(tmpdir(), "hcp-terraform-"));
  const certificate = await certificateOfLocalhost();
  const certificateFile = join(folder, "certificate.pem");
  writeFileSync(certificateFile, certificate.cert);
  const organization = new Organization(ORGANIZATION, executionMode);
  const users = Object.fromEntries(Object.entries(TOKENS).map(([user, token]) => [token, user]));
  const gateway = new Gateway(organization, users);
  const server = await serve(gateway, certificate);
  const hostname = `localhost:${server.port}`;
  // Where Go looks for the authorities to trust on Linux, in the place of the system's.
  const trust = { SSL_CERT_FILE: certificateFile };
  return {
    hostname,
    calls: gateway.calls,
    organization,
    workspace: (name) => organization.workspaces.find((one) => one.name === name),
    trust,
    environment: (user) => ({ ...trust, [`TF_TOKEN_${hostname}`]: TOKENS[user] }),
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
