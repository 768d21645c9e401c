const INTERVAL = 500;

/**
 * Calls `ended` when the process that started this one is no more, however it ended: a process
 * that is killed outright passes no signal on.
 * @returns what stops the watch.
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

/** Where orphans keep their parent's id (Windows), the id itself has to be asked. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
