import { invocation } from "../../cli/invocation";
import { UserError } from "../../cli/user-error";
import type { Context } from "../context";
import { stacksOf } from "../stacks";
import { withTerraform } from "../terraform-workspace";

/** Destroys a stack; without the confirmation, only lists what would be destroyed. */
export async function destroy(
  { stack, confirmed }: { stack: string; confirmed: boolean },
  context: Context,
): Promise<void> {
  const synthesized = await stacksOf([stack], context);
  await withTerraform(synthesized, context, async (terraforms) => {
    for (const terraform of terraforms) {
      await terraform.init();
      const saved = await terraform.plan({ lock: confirmed ? "wait" : "none", destroy: true });
      const gone = saved.changes.filter(({ address }) => !address.startsWith("output."));
      if (gone.length === 0) {
        context.terminal.print(`${stack}: there is nothing to destroy.`);
        return;
      }
      context.terminal.print(`${stack}: ${confirmed ? "destroying" : "this would be destroyed"}`);
      for (const { address } of gone) context.terminal.print(`  ${address}`);
      if (!confirmed) {
        throw new UserError(
          `Nothing was destroyed.\n  fix: to destroy it, ${invocation(context.env)} pipeline destroy ${stack} --yes-destroy ${stack}`,
        );
      }
      await terraform.apply(saved);
    }
  });
}
