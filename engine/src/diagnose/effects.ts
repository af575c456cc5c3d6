import type { Facts } from '../analyze/facts.ts';
import type { RepairName } from '../repair/index.ts';
import type { TracerName, Traces } from './inspect/tracers.ts';

/** How much of a defect there is, as one number: smaller is better. */
export interface Ailment {
  readonly value: number;
  readonly unit: string;
}

/** How the success of a repair is measured: by looking again. */
export interface EffectMeasure {
  /** What the number is, as people say it: 'clipped samples'. */
  readonly fact: string;
  readonly tracerNames: readonly TracerName[];
  measure(traces: Partial<Traces>, facts: Pick<Facts, 'channels' | 'durationSeconds'>): Ailment;
  /** A repair that gains less than this is taken back. */
  readonly leastGain: number;
}

/** What stands for a level where nothing is found any more. */
const SILENCE_DBFS = -120;

/** One measure per repair; a repair without one is trusted. */
export const EFFECTS: { readonly [Name in RepairName]?: EffectMeasure } = {
  dehum: {
    fact: 'hum, all lines',
    tracerNames: ['hum'],
    measure: ({ hum }) => ({ value: hum?.likeliest?.levelDbfs ?? SILENCE_DBFS, unit: 'dBFS' }),
    // half the amplitude: less is not worth a change
    leastGain: 6,
  },
  denoise: {
    fact: 'noise floor, weighted',
    tracerNames: ['hiss'],
    measure: ({ hiss }) => ({ value: hiss?.floor?.levelLufs ?? SILENCE_DBFS, unit: 'LUFS' }),
    leastGain: 3,
  },
};
