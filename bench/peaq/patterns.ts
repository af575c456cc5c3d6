import { BAND_COUNT, perBand } from './bands.ts';
import { HOPS_PER_SECOND } from './constants.ts';
import type { Excitation } from './ear.ts';

/** One-pole coefficient per band: τ = τmin + (100 Hz/f)(τ100 − τmin). @source ITU-R BS.1387-1, annex 2, eq. (21) */
function pole(seconds100: number, leastSeconds: number): Float64Array {
  return perBand(hz =>
    Math.exp(-1 / (HOPS_PER_SECOND * (leastSeconds + (100 / hz) * (seconds100 - leastSeconds)))),
  );
}

/** Forward masking. @source 2.1.8 */
const SMEAR = pole(0.03, 0.008);
/** Adaptation and modulation. @source 3.1, 3.2 */
const ADAPT = pole(0.05, 0.008);
/** Bands averaged below and above. @source ITU-R BS.1387-1, annex 2, eq. (50): M1 = 3, M2 = 4 */
const BANDS_BELOW = 3;
const BANDS_ABOVE = 4;
/** From excitation to something like loudness. @source eq. (54) */
const LOUDNESS_EXPONENT = 0.3;

/** Two patterns side by side. */
export interface Pair {
  readonly reference: Float64Array;
  readonly test: Float64Array;
}

const makePair = (): Pair => ({
  reference: new Float64Array(BAND_COUNT),
  test: new Float64Array(BAND_COUNT),
});

/** Patterns of one channel at one moment, and the memory from which they grow. */
export interface Patterns {
  /** Excitation, smeared in time. */
  readonly excitation: Pair;
  /** The same, adapted to each other in level and shape. */
  readonly adapted: Pair;
  /** Modulation of the envelopes. */
  readonly modulation: Pair;
  /** Mean envelope of the reference. */
  readonly envelope: Float64Array;
  /** Takes the next window. */
  advance(next: Excitation): void;
}

/** Patterns of a channel before its first window. */
export function makePatterns(): Patterns {
  const excitation = makePair();
  const modulation = makePair();
  const smeared = makePair();
  const adaptation = makeAdaptation();
  const envelopes = { reference: makeEnvelope(), test: makeEnvelope() };
  return {
    excitation,
    adapted: adaptation.adapted,
    modulation,
    envelope: envelopes.reference.mean,
    advance(next) {
      smear(next.reference, smeared.reference, excitation.reference);
      smear(next.test, smeared.test, excitation.test);
      adaptation.advance(excitation);
      envelopes.reference.advance(next.reference, modulation.reference);
      envelopes.test.advance(next.test, modulation.test);
    },
  };
}

function smear(next: Float64Array, memory: Float64Array, into: Float64Array): void {
  for (let band = 0; band < BAND_COUNT; band++) {
    const a = SMEAR[band]!;
    memory[band] = a * memory[band]! + (1 - a) * next[band]!;
    into[band] = Math.max(memory[band]!, next[band]!);
  }
}

interface Envelope {
  readonly mean: Float64Array;
  advance(next: Float64Array, modulation: Float64Array): void;
}

/** @source ITU-R BS.1387-1, annex 2, 3.2 */
function makeEnvelope(): Envelope {
  const last = new Float64Array(BAND_COUNT);
  const change = new Float64Array(BAND_COUNT);
  const mean = new Float64Array(BAND_COUNT);
  const advance = (next: Float64Array, modulation: Float64Array): void => {
    for (let band = 0; band < BAND_COUNT; band++) {
      const a = ADAPT[band]!;
      const loudness = next[band]! ** LOUDNESS_EXPONENT;
      change[band] = a * change[band]! + (1 - a) * HOPS_PER_SECOND * Math.abs(loudness - last[band]!);
      mean[band] = a * mean[band]! + (1 - a) * loudness;
      last[band] = loudness;
      modulation[band] = change[band]! / (1 + mean[band]! / 0.3);
    }
  };
  return { mean, advance };
}

interface Adaptation {
  readonly adapted: Pair;
  advance(excitation: Pair): void;
}

/** Level, then pattern adaptation. @source ITU-R BS.1387-1, annex 2, 3.1 */
function makeAdaptation(): Adaptation {
  const adapted = makePair();
  const level = makePair();
  const ratio = makePair();
  const correction = makePair();
  const across = new Float64Array(BAND_COUNT);
  const own = new Float64Array(BAND_COUNT);
  const advance = (excitation: Pair): void => {
    const gain = levelGain(excitation, level);
    for (let band = 0; band < BAND_COUNT; band++) {
      const a = ADAPT[band]!;
      const reference = gain > 1 ? excitation.reference[band]! / gain : excitation.reference[band]!;
      const test = gain > 1 ? excitation.test[band]! : excitation.test[band]! * gain;
      across[band] = a * across[band]! + test * reference;
      own[band] = a * own[band]! + reference * reference;
      const rising = across[band]! >= own[band]!;
      ratio.reference[band] = rising ? 1 : across[band]! / own[band]!;
      ratio.test[band] = rising ? own[band]! / across[band]! : 1;
      adapted.reference[band] = reference;
      adapted.test[band] = test;
    }
    correct(ratio.reference, correction.reference, adapted.reference);
    correct(ratio.test, correction.test, adapted.test);
  };
  return { adapted, advance };
}

/** @source eqs. (42)–(45) */
function levelGain(excitation: Pair, level: Pair): number {
  let geometric = 0;
  let test = 0;
  for (let band = 0; band < BAND_COUNT; band++) {
    const a = ADAPT[band]!;
    level.reference[band] = a * level.reference[band]! + (1 - a) * excitation.reference[band]!;
    level.test[band] = a * level.test[band]! + (1 - a) * excitation.test[band]!;
    geometric += Math.sqrt(level.test[band]! * level.reference[band]!);
    test += level.test[band]!;
  }
  return (geometric / test) ** 2;
}

/** @source eqs. (49)–(52) */
function correct(ratio: Float64Array, memory: Float64Array, pattern: Float64Array): void {
  for (let band = 0; band < BAND_COUNT; band++) {
    const from = Math.max(0, band - BANDS_BELOW);
    const to = Math.min(BAND_COUNT - 1, band + BANDS_ABOVE);
    let sum = 0;
    for (let near = from; near <= to; near++) sum += ratio[near]!;
    const a = ADAPT[band]!;
    memory[band] = a * memory[band]! + ((1 - a) * sum) / (to - from + 1);
    pattern[band]! *= memory[band]!;
  }
}
