import { parentPort, Worker, workerData } from 'node:worker_threads';
import { makeAssessor, type Told } from './assess.ts';
import { type Excerpt, type Plant, plantFault, RECIPES } from './plant/index.ts';

/** One excerpt to be heard: planted, or clean where there is no recipe. */
export type Job =
  | { readonly kind: 'plant'; readonly recipe: string; readonly seed: number }
  | { readonly kind: 'clean'; readonly excerpt: number };

/** What came of it. */
export interface Outcome {
  /** null where no excerpt can carry the fault, and for clean excerpts. */
  readonly plant: Plant | null;
  readonly told: readonly Told[];
  readonly seconds: number;
  /** Processor time of the thread: other work on the machine does not count. */
  readonly busySeconds: number;
  /** Why the house could not hear it. */
  readonly failure: string | null;
}

/** Runs jobs in threads; outcomes are in the order of the jobs, whatever the threads. @param report told how many are done */
export async function runJobs(
  jobs: readonly Job[],
  excerpts: readonly Excerpt[],
  threadCount: number,
  report: (doneCount: number) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let doneCount = 0;
  const shared = excerpts.map(excerpt => ({ ...excerpt, channels: excerpt.channels.map(share) }));
  await Promise.all(
    Array.from({ length: threadCount }, (_, thread) => {
      const mine = jobs.flatMap((job, index) => (index % threadCount === thread ? [{ job, index }] : []));
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), {
          workerData: { mine, excerpts: shared } satisfies Work,
        });
        worker.on('message', ({ index, outcome }: { index: number; outcome: Outcome }) => {
          outcomes[index] = outcome;
          doneCount += 1;
          report(doneCount);
        });
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  return outcomes;
}

/** What a thread is given; the samples of the excerpts are the same memory in all of them. */
interface Work {
  readonly mine: readonly { readonly job: Job; readonly index: number }[];
  readonly excerpts: readonly Excerpt[];
}

function share(samples: Float32Array): Float32Array {
  const shared = new Float32Array(new SharedArrayBuffer(samples.byteLength));
  shared.set(samples);
  return shared;
}

async function work({ mine, excerpts }: Work): Promise<void> {
  const assess = makeAssessor();
  for (const { job, index } of mine) {
    const planted =
      job.kind === 'plant'
        ? plantFault(RECIPES.find(({ name }) => name === job.recipe)!, job.seed, excerpts)
        : { plant: null, audio: { ...excerpts[job.excerpt]!, depthBits: 24 as const } };
    let told: readonly Told[] = [];
    let failure: string | null = null;
    const start = process.threadCpuUsage();
    try {
      if (planted !== null) told = await assess(planted.audio);
    } catch (error) {
      failure = String(error);
    }
    const { user, system } = process.threadCpuUsage(start);
    const busySeconds = (user + system) / 1e6;
    const seconds = planted === null ? 0 : planted.audio.channels[0]!.length / planted.audio.sampleRateHz;
    const outcome: Outcome = { plant: planted?.plant ?? null, told, seconds, busySeconds, failure };
    parentPort!.postMessage({ index, outcome });
  }
}

if (parentPort !== null && 'mine' in (workerData ?? {})) await work(workerData);
