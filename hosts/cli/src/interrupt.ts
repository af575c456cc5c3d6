/** What must be undone when a signal ends the run; the last begun first. */
const cleanups: (() => void)[] = [];

/** Registers `cleanup` for a signal; the result takes it back. It must be quick and must not wait. */
export function onInterrupt(cleanup: () => void): () => void {
  cleanups.unshift(cleanup);
  return () => {
    const index = cleanups.indexOf(cleanup);
    if (index >= 0) cleanups.splice(index, 1);
  };
}

/**
 * Ctrl-C and a polite kill undo what was begun, then the process dies of that same signal, so that a shell sees 130 or
 * 143 and stops its loop.
 */
export function handleSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      for (const cleanup of cleanups.splice(0)) cleanup();
      process.stderr.write('deadwax: cancelled; nothing was left half written.\n');
      process.kill(process.pid, signal);
    });
  }
}
