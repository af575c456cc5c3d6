import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** A worker that was started before there was anything for it to do. */
let waiting: Worker | null = null;

/**
 * Starts a worker while the rest of the program is still being loaded: on a second core it is there when work is.
 * Left alone where there is no second core.
 */
export function startFirstWorker(): void {
  if (availableParallelism() > 1) waiting = makeWorker();
}

/** The worker that waits, or a new one; it becomes ready once it has its kernels. */
export function takeWorker(kernelModule: WebAssembly.Module): Worker {
  const worker = waiting ?? makeWorker();
  waiting = null;
  worker.ref();
  worker.postMessage(kernelModule);
  return worker;
}

/** A run that turns out to need one thread only sends the waiting worker home. */
export function dismissFirstWorker(): void {
  void waiting?.terminate();
  waiting = null;
}

function makeWorker(): Worker {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: [] });
  worker.unref(); // one that only waits keeps no process alive
  return worker;
}
