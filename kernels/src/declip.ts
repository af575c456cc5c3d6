import type { DeclipKernels, DeclipMode, DeclipOptions } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** One estimate: its window at 44.1 and 48 kHz, and how much finer than the window its transform is. */
interface View {
  readonly windowFrames: number;
  readonly zoom: 1 | 2;
}

/** How often a view is refined. */
interface Effort {
  readonly iterations: number;
  /** Further ones, as a multiple, where every sample is clipped: the less is known, the longer is the way. */
  readonly moreWhereClipped: number;
}

interface Way {
  readonly views: readonly View[];
  readonly effort: Effort;
  /** To find out how much each view counts; null where there is one alone. */
  readonly trial: Effort | null;
}

/**
 * Long windows know tones, short ones attacks, and their errors have little in common: the mean of several estimates is
 * nearer than the best of them.
 */
const WAYS: { readonly [Mode in DeclipMode]: Way } = {
  quality: {
    views: [
      { windowFrames: 2048, zoom: 2 },
      { windowFrames: 4096, zoom: 2 },
      { windowFrames: 8192, zoom: 1 },
      { windowFrames: 16384, zoom: 1 },
    ],
    effort: { iterations: 320, moreWhereClipped: 1.5 },
    trial: { iterations: 60, moreWhereClipped: 0 },
  },
  fast: {
    views: [{ windowFrames: 8192, zoom: 1 }],
    effort: { iterations: 220, moreWhereClipped: 1 },
    trial: null,
  },
};

/** The memory of the momentum, 1/(1 − m) iterations, as a divisor of all: with more, estimates swing. */
const MEMORY_SHARE = 8;
/** Nor may it be longer than this; shorter where more is clipped, because the swing is wider there. */
const MOST_MOMENTUM = 0.98;
const LESS_WHERE_CLIPPED = 0.03;

/** A view of which the trial thinks less than a third of the mean is left out (half of a weight is the plain
 * mean's, see kernels/assembly/declip-weigh.ts). */
const LEAST_WEIGHT_RATIO = 0.65;

/** The levels of the trial, as shares of the true ones: between both lies what it learns from. */
const TRIAL_SHARE = 0.7;

/** λ falls from a twentieth of the largest coefficient to 90 dB below it. */
const FIRST_RATIO = 0.05;
const LAST_RATIO = 10 ** (-90 / 20);

/** Audio is worked on in cores of this length, each with its context: memory stays below 60 MiB at any rate. */
const CORE_SECONDS = 6;
const CORE_MOST_FRAMES = 2 ** 19;
/** Two windows of the longest pass. */
const CONTEXT_SECONDS = 0.75;

export function makeDeclipKernels(arena: Arena): DeclipKernels {
  return {
    declip(samples, options) {
      checkOptions(samples, options);
      const { fromFrame, toFrame, frameCount, sampleRateHz } = options;
      const mark = arena.mark();
      try {
        const original = arena.makeFloats(frameCount);
        original.set(samples.subarray(0, frameCount));
        const core = Math.min(Math.round(CORE_SECONDS * sampleRateHz), CORE_MOST_FRAMES);
        let clipped = 0;
        for (let start = fromFrame; start < toFrame; start += core) {
          const end = Math.min(start + core, toFrame);
          clipped += restoreCore(arena, original, samples, start, end, options);
        }
        return clipped;
      } finally {
        arena.release(mark);
      }
    },
  };
}

/** Restores frames [start, end) from the original. Returns how many were clipped. */
function restoreCore(
  arena: Arena,
  original: Float32Array,
  samples: Float32Array,
  start: number,
  end: number,
  options: DeclipOptions,
): number {
  const clipped = findClipped(original, start, end, options);
  const [firstFrame] = clipped;
  const lastFrame = clipped.at(-1);
  if (firstFrame === undefined || lastFrame === undefined) return 0;
  const context = Math.round(CONTEXT_SECONDS * options.sampleRateHz);
  const from = Math.max(0, firstFrame - context);
  const to = Math.min(options.frameCount, lastFrame + 1 + context);
  const mark = arena.mark();
  const estimate = estimateStretch(arena, original.subarray(from, to), options);
  for (const frame of clipped) samples[frame] = estimate[frame - from]!;
  arena.release(mark);
  return clipped.length;
}

function findClipped(
  samples: Float32Array,
  start: number,
  end: number,
  { positiveGain, negativeGain }: DeclipOptions,
): readonly number[] {
  const found: number[] = [];
  for (let frame = start; frame < end; frame++) {
    if (samples[frame]! >= positiveGain || samples[frame]! <= -negativeGain) found.push(frame);
  }
  return found;
}

/** What a whole stretch was, clipped samples and all. */
function estimateStretch(arena: Arena, stretch: Float32Array, options: DeclipOptions): Float32Array {
  const { exports, addressOf } = arena;
  const { views, effort, trial } = WAYS[options.mode];
  const frames = stretch.length;
  const estimates = arena.makeFloats(views.length * frames);
  const weights = arena.makeDoubles(views.length).fill(1 / views.length);
  if (trial !== null) {
    const { positiveGain, negativeGain } = options;
    const inner = {
      ...options,
      positiveGain: Math.fround(TRIAL_SHARE * positiveGain),
      negativeGain: Math.fround(TRIAL_SHARE * negativeGain),
    };
    const held = arena.makeFloats(frames);
    exports.declipHold(addressOf(stretch), addressOf(held), frames, inner.positiveGain, inner.negativeGain);
    estimateAll(arena, held, estimates, weights, trial, inner);
    exports.declipWeigh(
      addressOf(stretch),
      addressOf(estimates),
      views.length,
      frames,
      inner.positiveGain,
      inner.negativeGain,
      positiveGain,
      negativeGain,
      addressOf(weights),
    );
    leaveOut(weights);
  }
  estimateAll(arena, stretch, estimates, weights, effort, options);
  const mean = arena.makeFloats(frames);
  exports.declipBlend(addressOf(estimates), views.length, frames, addressOf(weights), addressOf(mean));
  return mean;
}

/** Zero for those that count too little, the others up to a sum of 1. */
function leaveOut(weights: Float64Array): void {
  const least = LEAST_WEIGHT_RATIO / weights.length;
  weights.forEach((weight, index) => {
    if (weight < least) weights[index] = 0;
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  weights.forEach((weight, index) => {
    weights[index] = weight / sum;
  });
}

/** One estimate after the other, by every view of the mode that counts. */
function estimateAll(
  { exports, addressOf, mark, release }: Arena,
  stretch: Float32Array,
  estimates: Float32Array,
  weights: Float64Array,
  { iterations, moreWhereClipped }: Effort,
  { sampleRateHz, positiveGain, negativeGain, maximumGain, mode }: DeclipOptions,
): void {
  WAYS[mode].views.forEach(({ windowFrames, zoom }, index) => {
    if (weights[index] === 0) return;
    const before = mark();
    const scaled = scaleWindow(windowFrames, sampleRateHz);
    const state = exports.declipMake(scaled, scaled * zoom, stretch.length);
    const clipped = exports.declipTake(state, addressOf(stretch), positiveGain, negativeGain, maximumGain);
    const share = clipped / stretch.length;
    const count = Math.round(iterations * (1 + moreWhereClipped * share));
    const momentum = Math.min(1 - MEMORY_SHARE / count, MOST_MOMENTUM - LESS_WHERE_CLIPPED * share);
    exports.declipRun(state, count, FIRST_RATIO, LAST_RATIO, momentum);
    exports.declipGive(state, addressOf(estimates) + 4 * index * stretch.length);
    release(before);
  });
}

/** The power of two that lasts as long as this window does at 44.1 kHz. */
function scaleWindow(windowFrames: number, sampleRateHz: number): number {
  const octaves = Math.round(Math.log2(sampleRateHz / 44100));
  return Math.min(65536, Math.max(256, windowFrames * 2 ** octaves));
}

function checkOptions(samples: Float32Array, options: DeclipOptions): void {
  const { frameCount, fromFrame, toFrame, positiveGain, negativeGain, maximumGain, sampleRateHz } = options;
  if (!(frameCount <= samples.length && 0 <= fromFrame && fromFrame <= toFrame && toFrame <= frameCount))
    throw new TypeError('declipping reaches beyond its samples');
  if (!(positiveGain > 0 && negativeGain > 0 && maximumGain > 0))
    throw new TypeError('the levels of declipping must be above zero');
  if (!(sampleRateHz >= 1000)) throw new TypeError('declipping needs a sample rate');
}
