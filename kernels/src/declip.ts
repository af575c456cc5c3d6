import type { DeclipKernels, DeclipMode, DeclipOptions } from '@deadwax/engine/ports';
import type { Arena } from './memory.ts';

/** One estimate: its window at 44.1 and 48 kHz, and how much finer than the window its transform is. */
interface View {
  readonly windowFrames: number;
  readonly zoom: 1 | 2;
}

/** What is done up to a share of clipped samples. */
interface Way {
  readonly mostClippedShare: number;
  readonly views: readonly View[];
  /** How often every view is refined. */
  readonly iterations: number;
  /** The same in the trial that finds out how much each view counts; null where there is one alone. */
  readonly trialIterations: number | null;
}

/**
 * Long windows know tones, short ones attacks, and their errors have little in common: the mean of several estimates is
 * nearer than the best of them. Where most samples are clipped, a short window holds too little that is known, and the way
 * is long: all the work goes into the long ones. What is done costs about the same at every share.
 */
const WAYS: { readonly [Mode in DeclipMode]: readonly Way[] } = {
  quality: [
    {
      mostClippedShare: 0.5,
      views: [
        { windowFrames: 2048, zoom: 2 },
        { windowFrames: 4096, zoom: 2 },
        { windowFrames: 8192, zoom: 1 },
        { windowFrames: 16384, zoom: 1 },
      ],
      iterations: 320,
      trialIterations: 60,
    },
    {
      mostClippedShare: 1,
      views: [
        { windowFrames: 8192, zoom: 1 },
        { windowFrames: 16384, zoom: 1 },
      ],
      iterations: 850,
      trialIterations: 120,
    },
  ],
  fast: [
    {
      mostClippedShare: 1,
      views: [{ windowFrames: 8192, zoom: 1 }],
      iterations: 210,
      trialIterations: null,
    },
  ],
};

/**
 * The memory of the momentum, 1/(1 − m) iterations, is all of them divided by this: with more, estimates swing. The more
 * is clipped, the further an estimate has to go, and the longer a memory pays.
 */
const MEMORY_SHARE = 9;
const LESS_WHERE_CLIPPED = 3;
/** Nor may it be longer than this. */
const MOST_MOMENTUM = 0.988;

/** A view of which the trial thinks less than a third of the mean is left out (half of a weight is the plain
 * mean's, see kernels/assembly/declip-weigh.ts). */
const LEAST_WEIGHT_RATIO = 0.65;

/** The levels of the trial, as shares of the true ones: between both lies what it learns from. */
const TRIAL_SHARE = 0.7;

/**
 * λ falls from a tenth of the largest coefficient to 90 dB below it: what is quiet counts to the ear. Where nearly all is
 * clipped nothing so quiet can be told, and 20 dB less leave more iterations to each.
 */
const FIRST_RATIO = 0.1;
const LAST_DB = -90;
const EARLIER_WHERE_CLIPPED_DB = 20;

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
  const share = findClipped(stretch, 0, stretch.length, options).length / stretch.length;
  const { views, iterations, trialIterations } = WAYS[options.mode].find(
    ({ mostClippedShare }) => share <= mostClippedShare,
  )!;
  const frames = stretch.length;
  const estimates = arena.makeFloats(views.length * frames);
  const weights = arena.makeDoubles(views.length).fill(1 / views.length);
  const estimateAll = (from: Float32Array, count: number, levels: DeclipOptions): void =>
    views.forEach((view, index) => {
      if (weights[index] === 0) return;
      estimateOne(arena, from, estimates.subarray(index * frames, (index + 1) * frames), view, count, levels);
    });
  if (trialIterations !== null) {
    const inner = {
      ...options,
      positiveGain: Math.fround(TRIAL_SHARE * options.positiveGain),
      negativeGain: Math.fround(TRIAL_SHARE * options.negativeGain),
    };
    const held = arena.makeFloats(frames);
    exports.declipHold(addressOf(stretch), addressOf(held), frames, inner.positiveGain, inner.negativeGain);
    estimateAll(held, trialIterations, inner);
    weigh(arena, stretch, estimates, weights, inner, options);
  }
  estimateAll(stretch, iterations, options);
  const mean = arena.makeFloats(frames);
  exports.declipBlend(addressOf(estimates), views.length, frames, addressOf(weights), addressOf(mean));
  return mean;
}

/** How much each estimate counts, by its errors between the levels of the trial and the true ones. */
function weigh(
  { exports, addressOf }: Arena,
  stretch: Float32Array,
  estimates: Float32Array,
  weights: Float64Array,
  inner: DeclipOptions,
  outer: DeclipOptions,
): void {
  exports.declipWeigh(
    addressOf(stretch),
    addressOf(estimates),
    weights.length,
    stretch.length,
    inner.positiveGain,
    inner.negativeGain,
    outer.positiveGain,
    outer.negativeGain,
    addressOf(weights),
  );
  leaveOut(weights);
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

/** The estimate of one view. */
function estimateOne(
  { exports, addressOf, mark, release }: Arena,
  stretch: Float32Array,
  estimate: Float32Array,
  { windowFrames, zoom }: View,
  iterations: number,
  { sampleRateHz, positiveGain, negativeGain, maximumGain }: DeclipOptions,
): void {
  const before = mark();
  const scaled = scaleWindow(windowFrames, sampleRateHz);
  const state = exports.declipMake(scaled, scaled * zoom, stretch.length);
  const clipped = exports.declipTake(state, addressOf(stretch), positiveGain, negativeGain, maximumGain);
  const share = clipped / stretch.length;
  const memoryShare = MEMORY_SHARE - LESS_WHERE_CLIPPED * share;
  const momentum = Math.min(1 - memoryShare / iterations, MOST_MOMENTUM);
  const lastRatio = 10 ** ((LAST_DB + EARLIER_WHERE_CLIPPED_DB * share) / 20);
  exports.declipRun(state, iterations, FIRST_RATIO, lastRatio, momentum);
  exports.declipGive(state, addressOf(estimate));
  release(before);
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
