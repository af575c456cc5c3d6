import type { RepairName } from '../repair/index.ts';
import type { TracerName, Traces } from './inspect/tracers.ts';

/** How the success of a repair is measured: by looking again. */
export interface EffectMeasure {
  /** What the number is, as people say it: 'clipped samples'. */
  readonly fact: string;
  readonly unit: string;
  readonly tracerNames: readonly TracerName[];
  /** How much of the defect there is: smaller is better. */
  measure(traces: Partial<Traces>): number;
  /** A repair that gains less than this is taken back. */
  readonly leastGain: number;
}

/** One measure per repair; a repair without one is exact by its nature. */
export const EFFECTS: { readonly [Name in RepairName]?: EffectMeasure } = {
  declick: {
    fact: 'clicks',
    unit: '',
    tracerNames: ['clicks'],
    measure: ({ clicks }) => clicks?.length ?? 0,
    leastGain: 1,
  },
  dropout: {
    fact: 'samples lost in dropouts and bursts',
    unit: 'samples',
    tracerNames: ['dropouts', 'noiseBursts'],
    measure: ({ dropouts, noiseBursts }) =>
      [...(dropouts ?? []), ...(noiseBursts ?? [])].reduce(
        (sum, { startFrame, endFrame }) => sum + endFrame - startFrame,
        0,
      ),
    leastGain: 1,
  },
};
