import type { CrossSpectrum, Kernels } from '../../audio/index.ts';
import { jsonNumber, powerToDb } from '../../units/index.ts';
import type { Programme, Stretch, Tracer } from './tracer.ts';

/** One octave of how left and right relate. */
export interface ChannelOctave {
  readonly fromHz: number;
  readonly toHz: number;
  /** Mean real part of the coherence, −1 … 1: below zero the channels work against each other. */
  readonly correlation: number;
  /** Mean magnitude of the coherence, 0 … 1. */
  readonly coherence: number;
  /** Right − left energy; null where one is silent. */
  readonly balanceDb: number | null;
}

/** What two channels have in common: null for other than two, and for silence. */
export interface ChannelTrace {
  /** Segments with sound on both sides. */
  readonly segmentCount: number;
  /** Lag of the strongest agreement; positive where the left is late. */
  readonly lagFrames: number;
  /** Agreement at that lag, −1 … 1: negative where one side is inverted. */
  readonly agreement: number;
  /** The largest magnitude elsewhere (0.2 ms and more away), and the magnitude at lag 0. */
  readonly agreementElsewhere: number;
  readonly agreementAtZero: number;
  /** Share of the segments whose own lag lies within 0.1 ms of the whole. */
  readonly steadyFraction: number;
  /** Sum of the octaves' correlation over that of their coherence, −1 … 1, with the lag taken out. */
  readonly polarity: number;
  /** What is left where one channel is predicted from the other by one factor, re the channel, with the lag taken out. */
  readonly differenceDb: number | null;
  readonly octaves: readonly ChannelOctave[];
}

/** Agreement is searched to the longest delay that is an error of alignment and not an echo. */
const MOST_LAG_SECONDS = 0.0105;
/** Oversampling of the correlation, as the kernel has it. */
const STEPS = 8;
/** The band of the correlation: below lies rumble, above a coder's joint stereo. */
const FROM_HZ = 50;
const TO_HZ = 16000;
/** Quieter segments say nothing. */
const SILENCE_POWER = 1e-7;
/** Lags of decorrelated sides wander so far; what is shared is then told better without them. */
const JITTER_FRAMES = 3;
/** One window in two serves: lags and levels of a mix do not change within a second. */
const STRIDE = 2;

interface Sums {
  readonly re: Float64Array;
  readonly coherence: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly cross: number;
  readonly leftPower: number;
  readonly rightPower: number;
}

interface SegmentTrace {
  readonly correlations: Float32Array;
  readonly lagSteps: number;
  /** As they lie, and with the segment's own lag taken out. */
  readonly plain: Sums;
  readonly aligned: Sums;
}

/** Lag, polarity and balance of two channels. */
export const channels: Tracer<SegmentTrace | null, ChannelTrace | null> = {
  contextSeconds: MOST_LAG_SECONDS,
  trace,
  join,
};

function windowFramesAt(sampleRateHz: number): number {
  return sampleRateHz > 50000 ? 16384 : 8192; // 0.19 s: 10 ms of lag lose 5 % of it
}

function octaveEdges(sampleRateHz: number): readonly number[] {
  return [30, 60, 125, 250, 500, 1000, 2000, 4000, 8000, 16000].filter(hz => hz < 0.45 * sampleRateHz);
}

function trace(stretch: Stretch, kernels: Kernels): SegmentTrace | null {
  if (stretch.channelCount !== 2) return null;
  const { passage, sampleRateHz } = stretch;
  const windowFrames = windowFramesAt(sampleRateHz);
  if (passage.frameCount < windowFrames) return null;
  const cross = kernels.makeCrossSpectrum(windowFrames);
  const count = addWindows(cross, stretch, 0);
  const plain = sumOctaves(cross, sampleRateHz);
  const power = (2 * Math.max(plain.leftPower, plain.rightPower)) / (count * windowFrames * windowFrames);
  if (power < SILENCE_POWER || plain.leftPower === 0 || plain.rightPower === 0) return null;
  const lagCount = STEPS * Math.ceil(MOST_LAG_SECONDS * sampleRateHz);
  const correlations = kernels.makeFloats(2 * lagCount + 1);
  const bin = (hz: number) => Math.round((Math.min(hz, 0.45 * sampleRateHz) * windowFrames) / sampleRateHz);
  cross.correlate(bin(FROM_HZ), bin(TO_HZ), correlations);
  const lagSteps = strongest(correlations) - lagCount;
  const lagFrames = Math.round(lagSteps / STEPS);
  let aligned = plain;
  if (Math.abs(lagFrames) > JITTER_FRAMES) {
    cross.reset();
    addWindows(cross, stretch, -lagFrames);
    aligned = sumOctaves(cross, sampleRateHz);
  }
  return { correlations: correlations.slice(), lagSteps, plain, aligned };
}

function addWindows(cross: CrossSpectrum, { passage }: Stretch, rightLaterFrames: number): number {
  let count = 0;
  const { windowFrames } = cross;
  for (let start = 0; start + windowFrames <= passage.frameCount; start += STRIDE * windowFrames) {
    cross.add(passage.block, passage.beforeFrames + start, rightLaterFrames);
    count += 1;
  }
  return count;
}

function strongest(correlations: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < correlations.length; i++) {
    if (Math.abs(correlations[i]!) > Math.abs(correlations[best]!)) best = i;
  }
  return best;
}

/** Mean coherence and energy per octave. */
function sumOctaves(sums: CrossSpectrum, sampleRateHz: number): Sums {
  const edges = octaveEdges(sampleRateHz).map(hz => Math.round((hz * sums.windowFrames) / sampleRateHz));
  const octaves = edges.length - 1;
  const [re, coherence, left, right] = [0, 1, 2, 3].map(() => new Float64Array(octaves));
  const total = { cross: 0, leftPower: 0, rightPower: 0 };
  for (let octave = 0; octave < octaves; octave++) {
    const [from, to] = [edges[octave]!, edges[octave + 1]!];
    for (let bin = from; bin < to; bin++) {
      const [l, r, x, y] = [
        sums.leftPowers[bin]!,
        sums.rightPowers[bin]!,
        sums.crossRe[bin]!,
        sums.crossIm[bin]!,
      ];
      const scale = Math.sqrt(l) * Math.sqrt(r) * (to - from);
      if (scale > 0) {
        re![octave]! += x / scale;
        coherence![octave]! += Math.sqrt(x * x + y * y) / scale;
      }
      left![octave]! += l;
      right![octave]! += r;
      total.cross += x;
    }
    total.leftPower += left![octave]!;
    total.rightPower += right![octave]!;
  }
  return { re: re!, coherence: coherence!, left: left!, right: right!, ...total };
}

function join(traces: readonly (SegmentTrace | null)[], programme: Programme): ChannelTrace | null {
  const heard = traces.filter(segment => segment !== null);
  const [first] = heard;
  if (first === undefined) return null;
  const { sampleRateHz } = programme;
  const correlations = first.correlations.map((_, i) =>
    heard.reduce((sum, segment) => sum + segment.correlations[i]! / heard.length, 0),
  );
  const middle = (correlations.length - 1) / 2;
  const best = strongest(correlations);
  const isNear = (steps: number, seconds: number) => Math.abs(steps) <= seconds * sampleRateHz * STEPS;
  const steady = heard.filter(segment => isNear(segment.lagSteps - (best - middle), 1e-4));
  const sums = (steady.length > 0 ? steady : heard).map(segment => segment.aligned);
  const elsewhere = correlations.filter((_, i) => !isNear(i - best, 2e-4));
  return {
    segmentCount: heard.length,
    lagFrames: jsonNumber((best - middle + vertex(correlations, best)) / STEPS, 4) ?? 0,
    agreement: jsonNumber(correlations[best]!, 4) ?? 0,
    agreementElsewhere: jsonNumber(Math.abs(elsewhere[strongest(elsewhere)]!), 4) ?? 0,
    agreementAtZero: jsonNumber(Math.abs(correlations[middle]!), 4) ?? 0,
    steadyFraction: steady.length / heard.length,
    polarity: jsonNumber(polarityOf(sums), 4) ?? 0,
    differenceDb: jsonNumber(differenceOf(sums), 1),
    octaves: joinOctaves(
      heard.map(segment => segment.plain),
      sampleRateHz,
    ),
  };
}

/** Where the parabola through a maximum and its neighbours peaks, −½ … ½ steps. */
function vertex(values: Float32Array, at: number): number {
  const [before, here, after] = [values[at - 1], values[at]!, values[at + 1]];
  if (before === undefined || after === undefined) return 0;
  const bend = before - 2 * here + after;
  return bend === 0 ? 0 : Math.min(0.5, Math.max(-0.5, (before - after) / (2 * bend)));
}

function polarityOf(sums: readonly Sums[]): number {
  const total = (pick: (sum: Sums) => Float64Array) =>
    sums.reduce((all, sum) => all + pick(sum).reduce((a, b) => a + b, 0), 0);
  return total(({ re }) => re) / total(({ coherence }) => coherence);
}

/** 1 − ρ², as a level: how much of one channel the other does not explain. */
function differenceOf(sums: readonly Sums[]): number {
  const total = (pick: (sum: Sums) => number) => sums.reduce((all, sum) => all + pick(sum), 0);
  const cross = total(sum => sum.cross);
  const powers = total(sum => sum.leftPower) * total(sum => sum.rightPower);
  // float32 sums: nothing below −110 dB can be told
  return powerToDb(Math.max(1e-11, 1 - (cross * cross) / powers));
}

function joinOctaves(sums: readonly Sums[], sampleRateHz: number): readonly ChannelOctave[] {
  const edges = octaveEdges(sampleRateHz);
  return edges.slice(1).map((toHz, octave) => {
    const mean = (pick: (sum: Sums) => Float64Array) =>
      sums.reduce((all, sum) => all + pick(sum)[octave]!, 0) / sums.length;
    return {
      fromHz: edges[octave]!,
      toHz,
      correlation:
        jsonNumber(
          mean(({ re }) => re),
          4,
        ) ?? 0,
      coherence:
        jsonNumber(
          mean(({ coherence }) => coherence),
          4,
        ) ?? 0,
      balanceDb: jsonNumber(powerToDb(mean(({ right }) => right) / mean(({ left }) => left)), 2),
    };
  });
}
