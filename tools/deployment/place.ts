import { awsProvider } from "../terraform/aws-provider";
import type { SynthesizedStack } from "../terraform/synthesized-stack";
import type { DeployedStack } from "./state-file";

/** Where a stack was deployed, and where it would be now. */
export interface Move {
  readonly what: "Region" | "account";
  readonly from: string;
  readonly to: string;
}

/**
 * Whether what a stack has in AWS is elsewhere than where it would be deployed. Terraform would look
 * for it there, find nothing, and make all of it again.
 *
 * @param accountId the account of the credentials; nothing where it is not known
 */
export function placeElsewhere(
  stack: Pick<SynthesizedStack, "json">,
  { regions, accounts }: DeployedStack,
  accountId: string | undefined,
): Move | undefined {
  const { region, allowed_account_ids: [account = accountId] = [] } = awsProvider(stack);
  return moved("Region", regions, region) ?? moved("account", accounts, account);
}

function moved(what: Move["what"], from: ReadonlySet<string>, to: string | undefined) {
  if (to === undefined || from.size === 0 || from.has(to)) return undefined;
  return { what, from: [...from].join(", "), to };
}
