import type { Context } from "../../../tools/cli/context";
import type { DefineCommand, Program } from "../../../tools/cli/run";

/** A program of one command, `act`, that does this. */
export function programThat(
  action: (context: Context) => unknown,
  define: DefineCommand = () => {},
): Program {
  return {
    name: "ecr-cache",
    version: "1.2.3",
    description: "",
    subcommands: {
      act: {
        summary: "",
        load: async () => ({
          define: (command, context) => {
            define(command, context);
            command.action(async () => {
              await action(context);
            });
          },
        }),
      },
    },
  };
}
