import { OutputLock } from "../cdktf/output-lock";
import type { Context, LockedContext } from "./context";
import { outdirOf } from "./stacks";

/**
 * Lends a step the project's `cdktf.out`, from which other runs are kept out until it has ended.
 *
 * @param step its name, such as `apply`
 */
export async function withLockedProject<T>(
  step: string,
  context: Context,
  use: (context: LockedContext) => Promise<T>,
): Promise<T> {
  const { project, pause, terminal } = context;
  const command = `pipeline ${step}`;
  const lock = await OutputLock.acquire(outdirOf(project()), {
    command,
    pause,
    tell: (line) => terminal.warn(line),
  });
  try {
    return await use({ ...context, lock });
  } finally {
    lock.release();
  }
}
