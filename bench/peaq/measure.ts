import { averageMovs, type ChannelTrack, type EarsTrack, makeChannelTrack } from './average.ts';
import { BAND_COUNT } from './bands.ts';
import { findCountedWindows } from './boundary.ts';
import { BIN_COUNT, FULL_SCALE, HOP_FRAMES } from './constants.ts';
import { excite, makeExcitation, measureBinPowers } from './ear.ts';
import { hasEnergy, measureHarmonicStructure } from './harmonics.ts';
import { grade, type Movs } from './network.ts';
import { makePatterns } from './patterns.ts';
import {
  addDetection,
  measureBandwidth,
  measureLoudness,
  measureModulationDifference,
  measureNoiseLoudness,
  measureNoiseToMask,
} from './variables.ts';

/** What PEAQ says of a pair. */
export interface PeaqResult {
  /** Objective difference grade, 0 imperceptible to −4 very annoying. */
  readonly odg: number;
  /** Distortion index, the network's output before it is squeezed into a grade. */
  readonly di: number;
  readonly movs: Movs;
}

/**
 * Perceived quality of `test` against `reference` by the basic version of PEAQ.
 * @param reference planar, one or two channels, ±1 full scale, 48 kHz
 * @param test      the same shape, aligned to a sample
 * @throws {TypeError} where shapes differ or no window lies inside the programme
 * @source ITU-R BS.1387-1; where it leaves a choice, P. Kabal, An Examination and Interpretation of ITU-R BS.1387, McGill 2003
 */
export function measurePeaq(reference: readonly Float32Array[], test: readonly Float32Array[]): PeaqResult {
  if (reference.length !== test.length || reference.length < 1 || reference.length > 2)
    throw new TypeError(`PEAQ compares one or two channels, not ${reference.length} with ${test.length}`);
  const pairs = reference.map((samples, c) => ({ reference: toSteps(samples), test: toSteps(test[c]!) }));
  const windows = findCountedWindows(pairs.map(pair => pair.reference));
  if (windows.count < 1) throw new TypeError('PEAQ found no window inside the programme');
  const ears: EarsTrack = {
    probability: new Float64Array(windows.count),
    steps: new Float64Array(windows.count),
  };
  const channels = pairs.map(pair => makeChannel(pair.reference, pair.test, windows.count));
  const detection = { probability: new Float64Array(BAND_COUNT), steps: new Float64Array(BAND_COUNT) };
  for (let window = 0; window < windows.first + windows.count; window++) {
    const counted = window - windows.first;
    detection.probability.fill(0);
    detection.steps.fill(0);
    for (const channel of channels) {
      channel.advance(window * HOP_FRAMES);
      if (counted < 0) continue;
      channel.note(window * HOP_FRAMES, counted);
      addDetection(channel.excitation, detection);
    }
    if (counted < 0) continue;
    ears.probability[counted] = 1 - detection.probability.reduce((missed, p) => missed * (1 - p), 1);
    ears.steps[counted] = detection.steps.reduce((sum, q) => sum + q, 0);
  }
  const movs = averageMovs(
    channels.map(channel => channel.track),
    ears,
    windows.first,
  );
  return { ...grade(movs), movs };
}

function toSteps(samples: Float32Array): Float64Array {
  return new Float64Array(samples).map(sample => sample * FULL_SCALE);
}

interface Channel {
  readonly track: ChannelTrack;
  readonly excitation: { readonly reference: Float64Array; readonly test: Float64Array };
  /** Takes the window that begins at a frame. */
  advance(start: number): void;
  /** Writes what is found in it to place `n` of the track. */
  note(start: number, n: number): void;
}

function makeChannel(reference: Float64Array, test: Float64Array, count: number): Channel {
  const track = makeChannelTrack(count);
  const referencePowers = new Float64Array(BIN_COUNT);
  const testPowers = new Float64Array(BIN_COUNT);
  const excitation = makeExcitation();
  const patterns = makePatterns();
  const modulation = { first: 0, second: 0, weight: 0 };
  const bandwidth = { reference: 0, test: 0 };
  const nmr = { mean: 0, largest: 0 };
  const advance = (start: number): void => {
    measureBinPowers(reference, start, referencePowers);
    measureBinPowers(test, start, testPowers);
    excite(referencePowers, testPowers, excitation);
    patterns.advance(excitation);
  };
  const note = (start: number, n: number): void => {
    measureModulationDifference(patterns, modulation);
    track.modDiff1[n] = modulation.first;
    track.modDiff2[n] = modulation.second;
    track.weight[n] = modulation.weight;
    track.noiseLoudness[n] = measureNoiseLoudness(patterns);
    track.referenceLoudness[n] = measureLoudness(patterns.excitation.reference);
    track.testLoudness[n] = measureLoudness(patterns.excitation.test);
    measureBandwidth(referencePowers, testPowers, bandwidth);
    track.referenceBandwidth[n] = bandwidth.reference;
    track.testBandwidth[n] = bandwidth.test;
    measureNoiseToMask(excitation.noise, patterns.excitation.reference, nmr);
    track.meanNmr[n] = nmr.mean;
    track.largestNmr[n] = nmr.largest;
    track.harmonics[n] = hasEnergy(reference, test, start)
      ? measureHarmonicStructure(referencePowers, testPowers)
      : -1;
  };
  return { track, excitation: patterns.excitation, advance, note };
}
