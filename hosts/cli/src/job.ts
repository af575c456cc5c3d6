import { createEngine, type Engine, type Watch } from '@deadwax/engine';
import { onInterrupt } from './interrupt.ts';
import { defaultThreadCount } from './powers/crew.ts';
import { type HostPowers, makePowers } from './powers/index.ts';
import { makeProgressLine, type StageShares } from './progress.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly threads?: number;
  readonly scratch?: string;
}

/** The house, set up for one command. */
export interface Job {
  readonly engine: Engine;
  readonly powers: HostPowers;
  /** Runs one long verb with progress on standard error; kernel memory of it is given back. */
  watch<Result>(shares: StageShares, verb: (watch: Watch) => Promise<Result>): Promise<Result>;
}

/** Sets the house up, works, and takes it down whatever happens. */
export async function runJob<Result>(
  options: CommonOptions,
  work: (job: Job) => Promise<Result>,
): Promise<Result> {
  const powers = makePowers({
    threadCount: options.threads ?? defaultThreadCount(),
    scratchFolder: options.scratch,
  });
  const engine = createEngine(powers);

  async function watch<Inner>(shares: StageShares, verb: (watch: Watch) => Promise<Inner>): Promise<Inner> {
    if (options.quiet) return verb({});
    const line = makeProgressLine(shares, process.stderr);
    const release = onInterrupt(() => line.clear());
    try {
      return await verb({ report: line.report });
    } finally {
      line.clear();
      release();
    }
  }

  try {
    return await work({ engine, powers, watch });
  } finally {
    powers.crew.close();
  }
}
