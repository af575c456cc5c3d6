import { parentPort, workerData } from 'node:worker_threads';
import { MasteringError, type ThreadPowers } from '@deadwax/engine/ports';
import { runTask } from '@deadwax/engine/tasks';
import { createKernels } from '@deadwax/kernels';
import { openFileHandle } from './files.ts';
import { collectBuffers } from './transfer.ts';
import type { TaskAnswer, TaskOrder } from './worker-messages.ts';

const powers: ThreadPowers = {
  kernels: createKernels(workerData as WebAssembly.Module),
  openBytes: openFileHandle,
};

parentPort?.on('message', (order: TaskOrder) => {
  const answer = carryOut(order);
  parentPort?.postMessage(answer, 'output' in answer ? [...collectBuffers(answer.output)] : []);
});

function carryOut({ id, taskName, input }: TaskOrder): TaskAnswer {
  try {
    return { id, output: runTask(taskName, input, powers) };
  } catch (error) {
    const thrown = error instanceof Error ? error : new Error(String(error));
    const code = thrown instanceof MasteringError ? thrown.code : null;
    return { id, error: { code, message: thrown.message, stack: thrown.stack ?? '' } };
  }
}

parentPort?.postMessage('ready');
