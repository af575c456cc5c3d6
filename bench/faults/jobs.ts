import { parentPort, Worker, workerData } from 'node:worker_threads';
import { makeAssessor, type Told } from './assess.ts';
import { readMaterial } from './material.ts';
import { type Plant, plantFault, RECIPES } from './plant/index.ts';

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
  readonly milliseconds: number;
  /** Why the house could not hear it. */
  readonly failure: string | null;
}

/** Runs jobs in threads; outcomes are in the order of the jobs, whatever the threads. */
export async function runJobs(jobs: readonly Job[], threadCount: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await Promise.all(
    Array.from({ length: threadCount }, (_, thread) => {
      const mine = jobs.flatMap((job, index) => (index % threadCount === thread ? [{ job, index }] : []));
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: mine });
        worker.on('message', ({ index, outcome }: { index: number; outcome: Outcome }) => {
          outcomes[index] = outcome;
        });
        worker.on('error', reject);
        worker.on('exit', () => resolve());
      });
    }),
  );
  return outcomes;
}

async function work(mine: readonly { readonly job: Job; readonly index: number }[]): Promise<void> {
  const excerpts = await readMaterial();
  const assess = makeAssessor();
  for (const { job, index } of mine) {
    const planted =
      job.kind === 'plant'
        ? plantFault(RECIPES.find(({ name }) => name === job.recipe)!, job.seed, excerpts)
        : { plant: null, audio: { ...excerpts[job.excerpt]!, depthBits: 24 as const } };
    let told: readonly Told[] = [];
    let failure: string | null = null;
    const start = performance.now();
    try {
      if (planted !== null) told = await assess(planted.audio);
    } catch (error) {
      failure = String(error);
    }
    const milliseconds = performance.now() - start;
    const seconds = planted === null ? 0 : planted.audio.channels[0]!.length / planted.audio.sampleRateHz;
    const outcome: Outcome = { plant: planted?.plant ?? null, told, seconds, milliseconds, failure };
    parentPort!.postMessage({ index, outcome });
  }
}

if (parentPort !== null && Array.isArray(workerData)) await work(workerData);
