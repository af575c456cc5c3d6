import type { Facts } from '../analyze/facts.ts';
import type { RepairName } from '../repair/index.ts';
import { findPlosives } from './detect/plosive.ts';
import { findRings } from './detect/resonance.ts';
import { sharpSibilants } from './detect/sibilance.ts';
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

/** One measure per repair; a repair without one is trusted. */
export const EFFECTS: { readonly [Name in RepairName]?: EffectMeasure } = {
  plosive: {
    fact: 'bursts of breath',
    tracerNames: ['spectra'],
    measure: ({ spectra }, { durationSeconds }) => ({
      value: spectra === undefined ? 0 : findPlosives(spectra, durationSeconds).length,
      unit: '',
    }),
    leastGain: 1,
  },
  resonance: {
    fact: 'rings above the limit, heights together',
    tracerNames: ['spectra'],
    measure: ({ spectra }) => ({
      value:
        spectra === undefined ? 0 : findRings(spectra.rings).reduce((sum, ring) => sum + ring.heightDb, 0),
      unit: 'dB',
    }),
    leastGain: 2, // a difference of 1 dB at a ring is the least that is heard
  },
  deess: {
    fact: 'sharp sounds',
    tracerNames: ['spectra'],
    measure: ({ spectra }, { durationSeconds }) => ({
      value: spectra === undefined ? 0 : sharpSibilants(spectra, durationSeconds).length,
      unit: '',
    }),
    leastGain: 1,
  },
};
