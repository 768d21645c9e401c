import { DataTerraformRemoteState, TerraformBackend, type TerraformStack } from "cdktf";

/** The `cloud` block of a configuration, with the names that Terraform has for its arguments. */
export interface CloudBlock {
  /** The name of the organization. */
  readonly organization: string;
  /**
   * The host of Terraform Enterprise.
   * @default "app.terraform.io"
   */
  readonly hostname?: string;
  /** The workspaces, by their name or by their tags. */
  readonly workspaces: {
    /** The name of the one workspace. */
    readonly name?: string;
    /** The tags of the workspaces to choose from. */
    readonly tags?: readonly string[];
    /**
     * The project of the workspaces.
     * @default - the organization's default project
     */
    readonly project?: string;
  };
}

/**
 * The `cloud` block. CDKTF's own `CloudBackend` runs Terraform during synthesis, to refuse versions older
 * than 1.1. The stacks refuse those by `required_version`, and an app should synthesize without Terraform.
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
      throw new Error(
        "Another stack can only read the state of a workspace that has a name, not of one chosen by tags.",
      );
    }
    return new DataTerraformRemoteState(scope, name, {
      organization,
      hostname,
      workspaces: { name: workspaces.name },
    });
  }
}
