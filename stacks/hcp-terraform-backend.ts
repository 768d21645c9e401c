import { DataTerraformRemoteState, TerraformBackend, type TerraformStack } from "cdktf";

/** What the `cloud` block of a configuration has, in Terraform's own words. */
export interface CloudBlock {
  readonly organization: string;
  readonly hostname?: string;
  readonly workspaces: {
    readonly name?: string;
    readonly tags?: readonly string[];
    readonly project?: string;
  };
}

/**
 * The `cloud` block. CDKTF's own `CloudBackend` runs Terraform at synth, to refuse versions before 1.1;
 * the stacks refuse those by `required_version` anyway, and an app should synthesize anywhere.
 *
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
export class HcpTerraformBackend extends TerraformBackend {
  constructor(
    stack: TerraformStack,
    private readonly block: CloudBlock,
  ) {
    super(stack, "backend", "cloud");
  }

  override toTerraform() {
    return { terraform: { cloud: this.block } };
  }

  override getRemoteStateDataSource(scope: TerraformStack, name: string): DataTerraformRemoteState {
    const { organization, hostname, workspaces } = this.block;
    if (workspaces.name === undefined) {
      throw new Error("Another stack can only read the state of a workspace that is named.");
    }
    return new DataTerraformRemoteState(scope, name, {
      organization,
      hostname,
      workspaces: { name: workspaces.name },
    });
  }
}
