// PEAQ, basic version: perceived quality of a test signal against its reference, as a stream.
// ITU-R BS.1387-1, annex 2; where it leaves a choice, P. Kabal, An Examination and Interpretation of ITU-R BS.1387,
// McGill 2003.
//
// A window counts where half of it lies inside the programme, whose end nobody knows yet: every window adds to running
// sums, and these are copied to the counted ones as soon as the programme is heard to go on.

import { allocate } from './memory';
import { BAND_COUNT, FRAME_FRAMES, HOP_FRAMES } from './peaq-bands';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import {
  Channel,
  fillChannel,
  firstLoudEnd,
  hearChannel,
  isLouder,
  lastLoudEnd,
  makeChannel,
  resetChannel,
  STRETCH_REACH,
  shiftChannel,
  tallyChannel,
} from './peaq-channel';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Ear, makeEar } from './peaq-ear';
import { addMovs, grade, RESULTS, storeEars } from './peaq-grade';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Harmonics, makeHarmonics } from './peaq-harmonics';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { Patterns } from './peaq-patterns';
// biome-ignore lint/style/useImportType: AssemblyScript knows no imports of types alone.
import { AFTER_LOUD_HOPS, EarsTally, LOUD_SONE, SETTLE_HOPS, Tally, tallyEars } from './peaq-tally';
import { addDetection } from './peaq-variables';

@unmanaged
class Peaq {
  channelCount: i32;
  ear: usize;
  harmonics: usize;
  /** Two pointers. */
  channels: usize;
  /** Per band, f64: the larger of both ears. */
  probabilities: usize;
  steps: usize;
  /** EarsTally, then a Tally per channel: of all windows, and of those that count. */
  running: usize;
  counted: usize;
  tallyBytes: usize;
  /** The next window, and how many of its frames are there. */
  window: i32;
  filled: i32;
  /** First and last frame of the programme so far; −1 before it begins. */
  firstFrame: i32;
  lastFrame: i32;
  /** The first window in which both signals are loud, −1 before. */
  loudWindow: i32;
}

const BAND_AREA: usize = (<usize>BAND_COUNT + 1) * 8;

export function peaqMake(channelCount: i32): usize {
  const state = changetype<Peaq>(allocate(offsetof<Peaq>()));
  state.channelCount = channelCount;
  state.ear = makeEar();
  state.harmonics = makeHarmonics();
  state.channels = allocate(2 * sizeof<usize>());
  for (let c = 0; c < channelCount; c++) {
    store<usize>(state.channels + <usize>c * sizeof<usize>(), makeChannel());
  }
  state.probabilities = allocate(BAND_AREA);
  state.steps = allocate(BAND_AREA);
  state.tallyBytes = offsetof<EarsTally>() + <usize>channelCount * offsetof<Tally>();
  state.running = allocate(state.tallyBytes);
  state.counted = allocate(state.tallyBytes);
  peaqReset(changetype<usize>(state));
  return changetype<usize>(state);
}

export function peaqReset(pointer: usize): void {
  const state = changetype<Peaq>(pointer);
  for (let c = 0; c < state.channelCount; c++) resetChannel(channelAt(state, c));
  memory.fill(state.running, 0, state.tallyBytes);
  memory.fill(state.counted, 0, state.tallyBytes);
  state.window = 0;
  state.filled = 0;
  state.firstFrame = -1;
  state.lastFrame = -1;
  state.loudWindow = -1;
}

function channelAt(state: Peaq, index: i32): Channel {
  return changetype<Channel>(load<usize>(state.channels + <usize>index * sizeof<usize>()));
}

function tallyAt(tallies: usize, index: i32): Tally {
  return changetype<Tally>(tallies + offsetof<EarsTally>() + <usize>index * offsetof<Tally>());
}

/** Takes the next frames, f32; of one channel, the second pair is not read. */
export function peaqPush(
  pointer: usize,
  reference0: usize,
  test0: usize,
  reference1: usize,
  test1: usize,
  frameCount: i32,
): void {
  const state = changetype<Peaq>(pointer);
  for (let done = 0; done < frameCount; ) {
    const count = min(frameCount - done, FRAME_FRAMES - state.filled);
    const offset = (<usize>done) << 2;
    fillChannel(channelAt(state, 0), state.filled, reference0 + offset, test0 + offset, count);
    if (state.channelCount > 1) {
      fillChannel(channelAt(state, 1), state.filled, reference1 + offset, test1 + offset, count);
    }
    followProgramme(state, state.filled, state.filled + count);
    state.filled += count;
    done += count;
    if (state.filled === FRAME_FRAMES) runWindow(state);
  }
}

/** Looks for the programme's beginning, and its end so far, in new frames [from, to) of the window. */
function followProgramme(state: Peaq, from: i32, to: i32): void {
  const start = state.window * HOP_FRAMES;
  for (let c = 0; c < state.channelCount; c++) {
    const last = lastLoudEnd(channelAt(state, c), from, to);
    if (last >= 0) state.lastFrame = max(state.lastFrame, start + last);
  }
  if (state.lastFrame >= start + from) countWindows(state);
  if (state.firstFrame >= 0) return;
  for (let c = 0; c < state.channelCount; c++) {
    const end = firstLoudEnd(channelAt(state, c), from, to);
    if (end < 0) continue;
    const frame = start + max(0, end - STRETCH_REACH);
    state.firstFrame = state.firstFrame < 0 ? frame : min(state.firstFrame, frame);
  }
}

/** All windows so far count. */
function countWindows(state: Peaq): void {
  memory.copy(state.counted, state.running, state.tallyBytes);
}

function runWindow(state: Peaq): void {
  for (let c = 0; c < state.channelCount; c++) hearChannel(channelAt(state, c), changetype<Ear>(state.ear));
  const middle = state.window * HOP_FRAMES + HOP_FRAMES;
  // windows that end before the programme only warm the model up
  if (state.firstFrame >= 0 && state.firstFrame < middle) tallyWindow(state);
  if (state.lastFrame + 1 >= middle) countWindows(state);
  for (let c = 0; c < state.channelCount; c++) shiftChannel(channelAt(state, c));
  state.window += 1;
  state.filled = FRAME_FRAMES - HOP_FRAMES;
}

function tallyWindow(state: Peaq): void {
  const ear = changetype<Ear>(state.ear);
  for (let c = 0; c < state.channelCount && state.loudWindow < 0; c++) {
    if (isLouder(channelAt(state, c), ear, LOUD_SONE)) state.loudWindow = state.window;
  }
  const isSettled = state.window >= SETTLE_HOPS;
  const isLoud = state.loudWindow >= 0 && state.window >= state.loudWindow + AFTER_LOUD_HOPS;
  const harmonics = changetype<Harmonics>(state.harmonics);
  memory.fill(state.probabilities, 0, BAND_AREA);
  memory.fill(state.steps, 0, BAND_AREA);
  for (let c = 0; c < state.channelCount; c++) {
    const channel = channelAt(state, c);
    tallyChannel(channel, ear, harmonics, tallyAt(state.running, c), isSettled, isSettled && isLoud);
    addDetection(changetype<Patterns>(channel.patterns), state.probabilities, state.steps);
  }
  tallyEars(changetype<EarsTally>(state.running), state.probabilities, state.steps, <usize>BAND_COUNT);
}

/**
 * Ends the stream.
 * @param results variables, distortion index, grade and score, RESULTS f64
 * @returns false where no window counts
 */
export function peaqFinish(pointer: usize, results: usize): bool {
  const state = changetype<Peaq>(pointer);
  if (state.filled >= HOP_FRAMES) {
    for (let c = 0; c < state.channelCount; c++) {
      const rest = <usize>(FRAME_FRAMES - state.filled) * 16;
      memory.fill(channelAt(state, c).frames + <usize>state.filled * 16, 0, rest);
    }
    runWindow(state);
  }
  memory.fill(results, 0, RESULTS * 8);
  for (let c = 0; c < state.channelCount; c++) {
    addMovs(tallyAt(state.counted, c), <f64>state.channelCount, results);
  }
  storeEars(changetype<EarsTally>(state.counted), results);
  grade(results);
  return tallyAt(state.counted, 0).count > 0;
}
