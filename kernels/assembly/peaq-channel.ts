// One channel of a pair: its last frames, and what the newest window says of it. ITU-R BS.1387-1, annex 2.

import { loadLanes } from './lanes';
import { allocate } from './memory';
import { first, second } from './pair-math';
import { BAND_COUNT, BIN_COUNT, FRAME_FRAMES, FULL_SCALE, HOP_FRAMES } from './peaq-bands';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Ear, excite, measureBins } from './peaq-ear';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Harmonics, harmonicStructure } from './peaq-harmonics';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { advancePatterns, makePatterns, Patterns, resetPatterns } from './peaq-patterns';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Tally, tallyFound, tallyHarmonics, tallyModulation, tallyNoiseLoudness } from './peaq-tally';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import {
  compareModulation,
  compareNoiseToMask,
  Found,
  loudnessOf,
  measureBandwidths,
  noiseLoudness,
} from './peaq-variables';

@unmanaged
export class Channel {
  /** FRAME_FRAMES pairs, ±1 full scale. */
  frames: usize;
  powers: usize;
  excitation: usize;
  /** Per band, f64. */
  noise: usize;
  patterns: usize;
  found: usize;
}

/** Five samples whose magnitudes add to more than 200 steps of 16 bit begin and end a programme, 5.2.4.4. */
const STRETCH_FRAMES: i32 = 5;
const LEAST_SUM: f64 = 200 / FULL_SCALE;
/** Energy of half a window, in squared steps, below which it has no harmonics to judge, 5.2.4.3. */
const LEAST_ENERGY: f64 = 8000 / (FULL_SCALE * FULL_SCALE);

export function makeChannel(): usize {
  const channel = changetype<Channel>(allocate(offsetof<Channel>()));
  channel.frames = allocate(<usize>FRAME_FRAMES * 16);
  channel.powers = allocate(<usize>BIN_COUNT * 16);
  channel.excitation = allocate(<usize>BAND_COUNT * 16);
  channel.noise = allocate(<usize>BAND_COUNT * 8);
  channel.patterns = makePatterns();
  channel.found = allocate(offsetof<Found>());
  return changetype<usize>(channel);
}

export function resetChannel(channel: Channel): void {
  resetPatterns(changetype<Patterns>(channel.patterns));
}

/** Appends f32 frames of both signals at place `at` of the window. */
export function fillChannel(channel: Channel, at: i32, reference: usize, test: usize, count: i32): void {
  loadLanes(reference, test, channel.frames + <usize>at * 16, count);
}

/** The window is done with its first half. */
export function shiftChannel(channel: Channel): void {
  memory.copy(channel.frames, channel.frames + <usize>HOP_FRAMES * 16, <usize>HOP_FRAMES * 16);
}

/** First frame of [from, to) that ends a loud stretch of the reference, −1 where none does. */
export function firstLoudEnd(channel: Channel, from: i32, to: i32): i32 {
  for (let frame = from; frame < to; frame++) if (endsLoud(channel, frame)) return frame;
  return -1;
}

/** The last of them. */
export function lastLoudEnd(channel: Channel, from: i32, to: i32): i32 {
  for (let frame = to - 1; frame >= from; frame--) if (endsLoud(channel, frame)) return frame;
  return -1;
}

/** Frames from the first of a stretch to its last. */
export const STRETCH_REACH: i32 = STRETCH_FRAMES - 1;

function endsLoud(channel: Channel, frame: i32): bool {
  let sum: f64 = 0;
  for (let k = max(0, frame - STRETCH_REACH); k <= frame; k++) {
    sum += Math.abs(load<f64>(channel.frames + <usize>k * 16));
  }
  return sum > LEAST_SUM;
}

/** Spectra, excitation and patterns of the window. */
export function hearChannel(channel: Channel, ear: Ear): void {
  measureBins(ear, channel.frames, channel.powers);
  excite(ear, channel.powers, channel.excitation, channel.noise);
  advancePatterns(changetype<Patterns>(channel.patterns), ear.bands, channel.excitation);
}

/** Reference and test pass a loudness. */
export function isLouder(channel: Channel, ear: Ear, sone: f64): bool {
  const loudness = loudnessOf(changetype<Patterns>(channel.patterns), ear.bands);
  return first(loudness) > sone && second(loudness) > sone;
}

/** Adds what the window says. @param isLoud noise loudness counts by now, as modulation does where `isSettled` */
export function tallyChannel(
  channel: Channel,
  ear: Ear,
  harmonics: Harmonics,
  tally: Tally,
  isSettled: bool,
  isLoud: bool,
): void {
  const patterns = changetype<Patterns>(channel.patterns);
  const found = changetype<Found>(channel.found);
  measureBandwidths(channel.powers, found);
  compareNoiseToMask(patterns, ear.bands, channel.noise, found);
  tallyFound(tally, found);
  if (isSettled) {
    compareModulation(patterns, ear.bands, found);
    tallyModulation(tally, found);
  }
  if (isLoud) tallyNoiseLoudness(tally, noiseLoudness(patterns, ear.bands));
  if (hasEnergy(channel)) tallyHarmonics(tally, harmonicStructure(harmonics, channel.powers));
}

/** The second half of the window, in one of the two signals. */
function hasEnergy(channel: Channel): bool {
  let sum = f64x2.splat(0);
  for (let n: usize = <usize>HOP_FRAMES; n < <usize>FRAME_FRAMES; n++) {
    const frame = v128.load(channel.frames + n * 16);
    sum = f64x2.add(sum, f64x2.mul(frame, frame));
  }
  return Math.max(first(sum), second(sum)) >= LEAST_ENERGY;
}
