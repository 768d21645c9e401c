const INTERVAL = 500;

/**
 * Calls `ended` when the parent process has ended. Signals are not enough: a process that is killed
 * with SIGKILL does not forward any.
 *
 * @returns a function that stops watching
 */
export function watchParent(ended: () => void): () => void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return;
    clearInterval(timer);
    ended();
  }, INTERVAL);
  return () => clearInterval(timer);
}

/** On Windows, orphans keep the id of their parent, so that the process itself must be checked. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
