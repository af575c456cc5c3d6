import type { RepairName } from '../repair/index.ts';
import { isSureHum } from './detect/hum.ts';
import { findPlosives } from './detect/plosive.ts';
import { findRings } from './detect/resonance.ts';
import { sharpSibilants } from './detect/sibilance.ts';
import type { ChannelTrace } from './inspect/channels.ts';
import type { TracerName, Traces } from './inspect/tracers.ts';

/** How the success of a repair is measured: by looking again. */
export interface EffectMeasure {
  /** What the number is, as people say it: 'clipped samples'. */
  readonly fact: string;
  readonly unit: string;
  readonly tracerNames: readonly TracerName[];
  /** How much of the defect there is: smaller is better. */
  measure(traces: Partial<Traces>, programme: { readonly durationSeconds: number }): number;
  /** A repair that gains less than this is taken back. */
  readonly leastGain: number;
}

/** What stands for a level where nothing is found any more. */
const SILENCE_DBFS = -120;

/** One measure per repair; a repair without one is exact by its nature. */
export const EFFECTS: { readonly [Name in RepairName]?: EffectMeasure } = {
  plosive: {
    fact: 'bursts of breath',
    tracerNames: ['spectra'],
    unit: '',
    measure: ({ spectra }, { durationSeconds }) =>
      spectra === undefined ? 0 : findPlosives(spectra, durationSeconds).length,
    leastGain: 1,
  },
  resonance: {
    fact: 'rings above the limit, heights together',
    tracerNames: ['spectra'],
    unit: 'dB',
    measure: ({ spectra }) =>
      spectra === undefined
        ? 0
        : findRings(spectra.rings)
            .filter(({ isSure }) => isSure)
            .reduce((sum, ring) => sum + ring.heightDb, 0),
    leastGain: 2, // a difference of 1 dB at a ring is the least that is heard
  },
  deess: {
    fact: 'sharp sounds',
    tracerNames: ['spectra'],
    unit: '',
    measure: ({ spectra }, { durationSeconds }) =>
      spectra === undefined ? 0 : sharpSibilants(spectra, durationSeconds).bursts.length,
    leastGain: 1,
  },
  declip: {
    fact: 'clipped samples',
    unit: 'samples',
    tracerNames: ['clipping'],
    measure: ({ clipping }) => clipping?.clippedSamples ?? 0,
    leastGain: 1,
  },
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
  dehum: {
    fact: 'hum, all lines',
    unit: 'dBFS',
    tracerNames: ['hum'],
    // where no hum is sure, the likeliest comb is music: its level says nothing of the repair
    measure: ({ hum }) =>
      hum?.likeliest && isSureHum(hum.likeliest) ? (hum.likeliest.levelDbfs ?? SILENCE_DBFS) : SILENCE_DBFS,
    // half the amplitude: less is not worth a change
    leastGain: 6,
  },
  denoise: {
    fact: 'noise floor, weighted',
    unit: 'LUFS',
    tracerNames: ['hiss'],
    measure: ({ hiss }) => hiss?.floor?.levelLufs ?? SILENCE_DBFS,
    leastGain: 3,
  },
  align: {
    fact: 'what keeps the channels apart in time, polarity and level',
    tracerNames: ['channels'],
    unit: '',
    measure: ({ channels }) => (channels === null || channels === undefined ? 0 : apartness(channels)),
    leastGain: 0.01,
  },
};

/**
 * 0 where both channels agree at lag 0, in polarity and in level. The agreement lost at lag 0 and the share that is upside
 * down count whole; levels of the octaves that differ by 12 dB count as much as either.
 */
function apartness({ agreement, agreementAtZero, octaves, polarity }: ChannelTrace): number {
  const lost = Math.abs(agreement) - agreementAtZero;
  const inverted = Math.max(0, -polarity);
  const leaningDb = octaves.reduce((sum, { balanceDb }) => sum + Math.abs(balanceDb ?? 0), 0);
  return lost + inverted + leaningDb / Math.max(1, octaves.length) / 12;
}
