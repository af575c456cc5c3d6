import { measureSegmentTask } from './analyze/index.ts';
import type { Task, ThreadPowers } from './audio/index.ts';
import { inspectSegmentTask } from './diagnose/index.ts';
import {
  changeRateTask,
  finishSegmentTask,
  measureDemandTask,
  measureDrivenTask,
  mendRegionTask,
} from './render/index.ts';
import { gradeDamageTask, measureDamageTask } from './verify/index.ts';

/** Everything that a thread of a host can be asked to do, by name. */
const TASKS: ReadonlyMap<string, Task<never, unknown>> = new Map(
  [
    measureSegmentTask,
    inspectSegmentTask,
    measureDemandTask,
    measureDrivenTask,
    finishSegmentTask,
    changeRateTask,
    mendRegionTask,
    measureDamageTask,
    gradeDamageTask,
  ].map(task => [task.name, task as Task<never, unknown>]),
);

/**
 * Runs a task in this thread; kernel memory made on the way is given back.
 * @throws {TypeError} for a name that no task has
 */
export function runTask(name: string, input: unknown, powers: ThreadPowers): unknown {
  const task = TASKS.get(name);
  if (task === undefined) throw new TypeError(`no task is called ${name}`);
  const mark = powers.kernels.mark();
  try {
    return task.run(input as never, powers);
  } finally {
    powers.kernels.release(mark);
  }
}
