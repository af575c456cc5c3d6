import { type MessagePort, parentPort } from 'node:worker_threads';
import { MasteringError, type ThreadPowers } from '@deadwax/engine/ports';
import { runTask } from '@deadwax/engine/tasks';
import { createKernels } from '@deadwax/kernels';
import { openFileHandle } from './files.ts';
import { collectBuffers } from './transfer.ts';
import type { TaskAnswer, TaskOrder } from './worker-messages.ts';

if (parentPort !== null) waitForKernels(parentPort);

/** The first message is the compiled kernel module, every other one an order. */
function waitForKernels(port: MessagePort): void {
  port.once('message', (kernelModule: WebAssembly.Module) => {
    const powers: ThreadPowers = { kernels: createKernels(kernelModule), openBytes: openFileHandle };
    port.on('message', (order: TaskOrder) => {
      const answer = carryOut(order, powers);
      port.postMessage(answer, 'output' in answer ? [...collectBuffers(answer.output)] : []);
    });
    port.postMessage('ready');
  });
}

function carryOut({ id, taskName, input }: TaskOrder, powers: ThreadPowers): TaskAnswer {
  try {
    return { id, output: runTask(taskName, input, powers) };
  } catch (error) {
    const thrown = error instanceof Error ? error : new Error(String(error));
    const code = thrown instanceof MasteringError ? thrown.code : null;
    return { id, error: { code, message: thrown.message, stack: thrown.stack ?? '' } };
  }
}
