import type {
  AudioBlock,
  LimiterDemand,
  LimiterGain,
  LimiterKernels,
  LimiterParameters,
  PeakGuard,
  Processor,
} from '@deadwax/engine/ports';
import { makeCanceller } from './cancel.ts';
import type { Arena } from './memory.ts';

const TILE_READ_FRAMES = 152; // a tile of 128 frames and the half-point kernel's 24 beyond it
const LOW_REACH_STRIDES = 2.5; // the low-pass spans six strides about the middle of one
const CHUNK_FRAMES = 128;
const STRIDE_GROUPS = 4;
const LOW_HOLD_SECONDS = 0.022; // half a period of 25 Hz and some
const JOIN_SECONDS = 0.006; // to either side: crests down to 42 Hz become one envelope
const STAY_SECONDS = 0.06; // half of what counts as sustained
const SLOW_WEIGHT = 0.7; // share of the mean reduction that is kept: 1 costs 0.8 dB more drive at the same loudness, 0 pumps
const DIP_SECONDS = 0.002;
const GUARD_READ_FRAMES = 416; // a tile of 128 frames, its margin of 16 and the long kernel's 256 beyond it

/** Frames that share one gain: 0.09 to 0.5 ms. */
function groupFrames(sampleRateHz: number): number {
  let frames = 4;
  while (frames * 8000 <= sampleRateHz && frames < 64) frames *= 2;
  return frames;
}

function lowStrideFrames(sampleRateHz: number): number {
  return STRIDE_GROUPS * groupFrames(sampleRateHz);
}

function demandContextFrames(sampleRateHz: number): number {
  const stride = lowStrideFrames(sampleRateHz);
  return stride * Math.ceil(Math.max(TILE_READ_FRAMES, LOW_REACH_STRIDES * stride) / stride);
}

/** The port's `LimiterKernels` over one instance's memory. */
export function makeLimiterKernels(arena: Arena): LimiterKernels {
  return {
    makeLimiterDemand: (sampleRateHz, channelCount) => makeDemand(arena, sampleRateHz, channelCount),
    makeLimiterGain: (parameters, sampleRateHz) => makeGain(arena, parameters, sampleRateHz),
    makePeakGuard: (sampleRateHz, channelCount) => makeGuard(arena, sampleRateHz, channelCount),
    makePeakCanceller: sampleRateHz => makeCanceller(arena, sampleRateHz),
    applyGains(block, gains) {
      const at = arena.addressOf(gains);
      for (const channel of block.channels) {
        arena.exports.limiterApply(arena.addressOf(channel), at, block.frameCount);
      }
    },
    makeLimiter: (parameters, sampleRateHz, channelCount) =>
      makeStream(arena, parameters, sampleRateHz, channelCount),
  };
}

/** A table of channel addresses in kernel memory, refilled for each block. */
function makeAddresses(arena: Arena, channelCount: number): (block: AudioBlock, frame: number) => number {
  const table = arena.makeInts(channelCount);
  const at = arena.addressOf(table);
  return (block, frame) => {
    if (block.channels.length !== channelCount) {
      throw new TypeError(`made for ${channelCount} channels, given ${block.channels.length}`);
    }
    for (let c = 0; c < channelCount; c++) table[c] = arena.addressOf(block.channels[c]!) + 4 * frame;
    return at;
  };
}

function demandPointer(arena: Arena, sampleRateHz: number): number {
  const eighths = sampleRateHz < 64000 ? 1 : 0; // beyond, four points per frame are as close together
  return arena.exports.limiterDemandMake(sampleRateHz, lowStrideFrames(sampleRateHz), eighths);
}

function makeDemand(arena: Arena, sampleRateHz: number, channelCount: number): LimiterDemand {
  const pointer = demandPointer(arena, sampleRateHz);
  const addresses = makeAddresses(arena, channelCount);
  const contextFrames = demandContextFrames(sampleRateHz);
  const stride = lowStrideFrames(sampleRateHz);
  const joinStrides = Math.ceil((JOIN_SECONDS * sampleRateHz) / stride);
  const stayStrides = Math.ceil((STAY_SECONDS * sampleRateHz) / stride);
  return {
    contextFrames,
    lowStrideFrames: stride,
    sustainFrames: stride * (joinStrides + 2 * stayStrides),
    measureSustained: (peaks, lows, frameCount, sustained) =>
      arena.exports.limiterSustained(
        arena.addressOf(peaks),
        arena.addressOf(lows),
        stride,
        frameCount / stride,
        joinStrides,
        stayStrides,
        arena.addressOf(sustained),
      ),
    leaveStrokes: (peaks, sustained, frameCount, share) =>
      arena.exports.limiterLeave(
        arena.addressOf(peaks),
        arena.addressOf(sustained),
        stride,
        frameCount,
        share,
      ),
    measure(block, frameCount, peaks, lows) {
      const channels = addresses(block, contextFrames);
      const strideCount = Math.ceil(frameCount / stride);
      arena.exports.limiterDemandPeaks(pointer, channels, channelCount, frameCount, arena.addressOf(peaks));
      arena.exports.limiterDemandLows(pointer, channels, channelCount, strideCount, arena.addressOf(lows));
    },
  };
}

interface GainPart {
  readonly pointer: number;
  readonly latencyFrames: number;
}

function gainPart(arena: Arena, parameters: LimiterParameters, sampleRateHz: number): GainPart {
  for (const [name, value] of Object.entries(parameters)) {
    if (!Number.isFinite(value)) throw new TypeError(`limiter: ${name} is ${value}, must be finite`);
  }
  const group = groupFrames(sampleRateHz);
  const groups = (seconds: number): number => (seconds * sampleRateHz) / group;
  // Three averages of 1 : 0.7 : 0.5; a look-ahead of at least three groups leaves each one something to do.
  const total = Math.max(4, Math.round(groups(parameters.lookaheadSeconds)) + 1);
  const box1 = Math.max(1, Math.round(total / 2.2));
  const box2 = Math.max(1, Math.round((total * 0.7) / 2.2));
  const box3 = Math.max(1, total - box1 - box2);
  const lookGroups = box1 + box2 + box3 - 1;
  const pointer = arena.exports.limiterGainMake(
    group,
    box1,
    box2,
    box3,
    Math.ceil((groups(LOW_HOLD_SECONDS) + lookGroups) / STRIDE_GROUPS),
    parameters.driveDb,
    parameters.ceilingDbtp,
    Math.max(1e-3, groups(parameters.releaseSeconds)),
    Math.max(1e-3, groups(parameters.slowReleaseSeconds)),
    SLOW_WEIGHT,
  );
  return { pointer, latencyFrames: lookGroups * group };
}

function makeGain(arena: Arena, parameters: LimiterParameters, sampleRateHz: number): LimiterGain {
  const { pointer, latencyFrames } = gainPart(arena, parameters, sampleRateHz);
  const stride = lowStrideFrames(sampleRateHz);
  return {
    latencyFrames,
    process: (peaks, lows, frameCount, gains) =>
      arena.exports.limiterGainProcess(
        pointer,
        arena.addressOf(peaks),
        arena.addressOf(lows),
        stride,
        frameCount,
        arena.addressOf(gains),
      ),
    reset: () => arena.exports.limiterGainReset(pointer),
  };
}

function makeGuard(arena: Arena, sampleRateHz: number, channelCount: number): PeakGuard {
  const dipFrames = Math.max(16, Math.round(DIP_SECONDS * sampleRateHz));
  const pointer = arena.exports.peakGuardMake(dipFrames);
  const addresses = makeAddresses(arena, channelCount);
  const contextFrames = Math.max(GUARD_READ_FRAMES, dipFrames + 16);
  return {
    contextFrames,
    repair: (block, frameCount, ceilingGain, dips) =>
      arena.exports.peakGuardRepair(
        pointer,
        addresses(block, contextFrames),
        channelCount,
        frameCount,
        ceilingGain,
        arena.addressOf(dips) + 4 * contextFrames,
      ),
  };
}

function makeStream(
  arena: Arena,
  parameters: LimiterParameters,
  sampleRateHz: number,
  channelCount: number,
): Processor {
  const gain = gainPart(arena, parameters, sampleRateHz);
  const stride = lowStrideFrames(sampleRateHz);
  const chunkFrames = Math.max(CHUNK_FRAMES, stride);
  const contextFrames = demandContextFrames(sampleRateHz);
  const pointer = arena.exports.limiterStreamMake(
    demandPointer(arena, sampleRateHz),
    gain.pointer,
    channelCount,
    chunkFrames,
    stride,
    contextFrames,
    gain.latencyFrames,
  );
  const addresses = makeAddresses(arena, channelCount);
  return {
    latencyFrames: chunkFrames + contextFrames + gain.latencyFrames,
    process: block => arena.exports.limiterStreamProcess(pointer, addresses(block, 0), block.frameCount),
    reset: () => arena.exports.limiterStreamReset(pointer),
  };
}
