import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { type Crew, MasteringError, type ThreadPowers } from '@deadwax/engine/ports';
import { runTask } from '@deadwax/engine/tasks';
import { dismissFirstWorker, takeWorker } from './first-worker.ts';
import type { TaskAnswer, TaskOrder } from './worker-messages.ts';

/** A crew with an end. */
export interface HostCrew extends Crew {
  close(): void;
}

/** More threads than this only wait for the disk and for each other. */
const MAX_DEFAULT_THREADS = 8;

export function defaultThreadCount(): number {
  return Math.min(availableParallelism(), MAX_DEFAULT_THREADS);
}

/** One thread, the one that asks: no worker is started, the same tasks run in place. */
export function makeInlineCrew(powers: ThreadPowers): HostCrew {
  return {
    threadCount: 1,
    async run(taskName, input) {
      await new Promise(setImmediate); // lets signals and the progress line through between two tasks
      return runTask(taskName, input, powers);
    },
    close: dismissFirstWorker,
  };
}

interface Job {
  readonly order: TaskOrder;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface Member {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
  isReady: boolean;
}

/**
 * This thread and `threadCount` − 1 workers that share one compiled kernel module.
 *
 * Tasks start in the order in which they were given. While many wait, each worker holds the next one already, so that
 * it need not wait for this thread to answer. Workers are started when a second task comes; this thread works from the
 * first one on, so a short file is done before a worker would be there.
 */
export function makeWorkerCrew(
  threadCount: number,
  kernelModule: WebAssembly.Module,
  ownPowers: ThreadPowers,
): HostCrew {
  const queue: Job[] = [];
  let lastId = 0;
  let failure: Error | undefined;
  let isWorkingHere = false;
  let members: readonly Member[] = [];

  function startMember(): Member {
    const worker = takeWorker(kernelModule);
    const member: Member = { worker, jobs: new Map(), isReady: false };
    worker.on('message', (answer: TaskAnswer | 'ready') => {
      if (answer === 'ready') member.isReady = true;
      else settle(member, answer);
      dispatch();
    });
    worker.on('error', fail);
    worker.on('exit', code => fail(new Error(`a worker thread ended with status ${code}`)));
    return member;
  }

  function dispatch(): void {
    const ready = members.filter(member => member.isReady);
    workHere();
    while (ready.length > 0 && queue.length > 0) {
      const heldCount = queue.length >= threadCount ? 2 : 1;
      const idlest = ready.reduce((a, b) => (b.jobs.size < a.jobs.size ? b : a));
      if (idlest.jobs.size >= heldCount) return;
      const job = queue.shift() as Job;
      idlest.worker.postMessage(job.order);
      idlest.jobs.set(job.order.id, job);
    }
  }

  function workHere(): void {
    if (isWorkingHere || queue.length === 0) return;
    isWorkingHere = true;
    setImmediate(() => {
      const job = queue.shift();
      if (job !== undefined) runHere(job, ownPowers);
      isWorkingHere = false;
      dispatch();
    });
  }

  function fail(error: Error): void {
    failure ??= error;
    for (const job of [...members.flatMap(member => [...member.jobs.values()]), ...queue])
      job.reject(failure);
    for (const member of members) member.jobs.clear();
    queue.length = 0;
  }

  return {
    threadCount,
    run(taskName, input) {
      if (failure !== undefined) return Promise.reject(failure);
      return new Promise((resolve, reject) => {
        lastId += 1;
        queue.push({ order: { id: lastId, taskName, input }, resolve, reject });
        if (members.length === 0 && queue.length > 1)
          members = Array.from({ length: threadCount - 1 }, () => startMember());
        dispatch();
      });
    },
    close() {
      failure ??= new Error('the crew has been sent home');
      for (const { worker } of members) void worker.terminate();
      dismissFirstWorker();
    },
  };
}

function runHere(job: Job, powers: ThreadPowers): void {
  try {
    job.resolve(runTask(job.order.taskName, job.order.input, powers));
  } catch (error) {
    job.reject(error as Error);
  }
}

function settle(member: Member, answer: TaskAnswer): void {
  const job = member.jobs.get(answer.id);
  member.jobs.delete(answer.id);
  if (job === undefined) return;
  if ('output' in answer) job.resolve(answer.output);
  else job.reject(toError(answer.error));
}

function toError({ code, message, stack }: Extract<TaskAnswer, { error: unknown }>['error']): Error {
  return code === null ? Object.assign(new Error(message), { stack }) : new MasteringError(code, message);
}
