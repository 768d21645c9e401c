import { OutputLock } from "./output-lock";
import { processesFrom } from "./process-tree";
import { endWith, outdirOfThisProcess, waiting } from "./synthesis-turn";

/*
 * Waits until no other run works in `cdktf.out`. `tools/run-app.cjs` starts it before it runs an app,
 * where it has seen one: what Terraform reads must not be written anew under its hands.
 */
OutputLock.acquire(outdirOfThisProcess(), waiting("synth", [...processesFrom(process.ppid)])).then(
  (lock) => lock.release(),
  endWith,
);
