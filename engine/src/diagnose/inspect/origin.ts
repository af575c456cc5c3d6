import type { CoderFamily, Kernels } from '../../audio/index.ts';
import { jsonNumber } from '../../units/index.ts';
import { joinMirrors, type Mirror } from './mirror.ts';
import { joinEdges, measureLevels, type SegmentLevels, type SpectrumEdge } from './spectrum-edge.ts';
import type { Stretch, Tracer } from './tracer.ts';

/** How clearly the frame grid of a coder stands out. */
export interface GridTrace {
  readonly family: CoderFamily;
  /** Depth of the deepest alignment under the mean of all, in standard deviations of the others; 0 where not searched. */
  readonly depthDeviations: number;
  /** The alignment, frames from the start of the programme modulo the hop. */
  readonly offsetFrames: number;
}

/** Where audio came from, as its spectrum shows. */
export interface OriginTrace {
  /** A fall within 500 Hz. */
  readonly edge: SpectrumEdge;
  /** A fall within 2 kHz: what short converter filters leave. */
  readonly wideEdge: SpectrumEdge;
  /** One for each lower rate that music is recorded at. */
  readonly mirrors: readonly Mirror[];
  /** Deepest first. */
  readonly grids: readonly GridTrace[];
}

const FAMILIES: readonly CoderFamily[] = ['mp3', 'aac', 'vorbis', 'aac-sine'];

/** The part of the spectrum in which coders set most to zero, below every cutoff: 7 … 15 kHz at 44.1 kHz. */
const FROM_FRACTION = 0.34;
const TO_FRACTION = 0.68;

/** One segment in so many is searched: a grid is the same everywhere. */
const SEARCH_EVERY_SECONDS = 120;
/** Coder frames looked at per searched segment, each in its own part of it. */
const FRAMES_SEARCHED = 3;
/** Coders work at 32, 44.1 and 48 kHz with these grids; other rates have been through a converter. */
const RATES_HZ: readonly number[] = [32000, 44100, 48000];

interface Profile {
  readonly family: CoderFamily;
  /** 0 left, 1 mid. */
  readonly signal: number;
  /** Σ of normalised scores, by frame of the programme modulo the hop. */
  readonly scores: Float32Array;
  readonly frameCount: number;
}

interface SegmentTrace extends SegmentLevels {
  readonly profiles: readonly Profile[];
}

/** Edge of the spectrum and frame grid of a lossy coder. */
export const origin: Tracer<SegmentTrace, OriginTrace> = { contextSeconds: 0, trace, join };

function trace(stretch: Stretch, kernels: Kernels): SegmentTrace {
  return {
    ...measureLevels(stretch, kernels),
    profiles: isSearched(stretch) ? searchGrids(stretch, kernels) : [],
  };
}

function isSearched({ startFrame, endFrame, sampleRateHz }: Stretch): boolean {
  if (!RATES_HZ.includes(sampleRateHz)) return false;
  const turn = (frame: number) => Math.ceil(frame / (SEARCH_EVERY_SECONDS * sampleRateHz));
  return turn(startFrame) !== turn(endFrame);
}

function searchGrids(stretch: Stretch, kernels: Kernels): readonly Profile[] {
  const { passage, startFrame } = stretch;
  const signals = makeSignals(stretch, kernels);
  const starts = steadyStarts(signals[0]!, 4096);
  return FAMILIES.flatMap(family => {
    const grid = kernels.makeCoderGrid(family, FROM_FRACTION, TO_FRACTION);
    const fitting = starts.filter(start => start + grid.spanFrames <= passage.frameCount);
    return signals.map((samples, signal): Profile => {
      const scores = new Float32Array(grid.hopFrames);
      const own = kernels.makeFloats(grid.hopFrames);
      for (const start of fitting) {
        own.fill(0);
        grid.score(samples, start, own);
        addNormalised(own, startFrame + start, scores);
      }
      return { family, signal, scores, frameCount: fitting.length };
    });
  });
}

/** The left channel, and the mid where it differs: coders work on either. */
function makeSignals({ passage, channelCount }: Stretch, kernels: Kernels): readonly Float32Array[] {
  const [left, right] = passage.block.channels.map(channel =>
    channel.subarray(passage.beforeFrames, passage.beforeFrames + passage.frameCount),
  );
  if (channelCount !== 2 || left!.every((x, n) => x === right![n])) return [left!];
  const mid = kernels.makeFloats(passage.frameCount);
  for (let n = 0; n < mid.length; n++) mid[n] = (left![n]! + right![n]!) / 2;
  return [left!, mid];
}

/** The loudest steady pieces of `frames`, one from each part of the samples: at onsets coders change to short frames. */
function steadyStarts(samples: Float32Array, frames: number): readonly number[] {
  const pieces = Math.floor(samples.length / frames);
  const weights = Array.from({ length: pieces }, (_, piece) =>
    steadyPower(samples.subarray(piece * frames, (piece + 1) * frames)),
  );
  const starts: number[] = [];
  for (let part = 0; part < FRAMES_SEARCHED; part++) {
    const from = Math.floor((part * pieces) / FRAMES_SEARCHED);
    const to = Math.floor(((part + 1) * pieces) / FRAMES_SEARCHED);
    let best = from;
    for (let piece = from; piece < to; piece++) if (weights[piece]! > weights[best]!) best = piece;
    if (to > from && weights[best]! > 0) starts.push(best * frames);
  }
  return starts;
}

/** The least power of eight parts, of the differences from sample to sample, so that the treble decides. */
function steadyPower(samples: Float32Array): number {
  const part = samples.length / 8;
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from < samples.length; from += part) {
    let power = 0;
    for (let n = from + 1; n < from + part; n++) {
      const step = samples[n]! - samples[n - 1]!;
      power += step * step;
    }
    least = Math.min(least, power);
  }
  return least;
}

/** Scores as deviations from their mean, laid to the frames of the programme. */
function addNormalised(own: Float32Array, programmeFrame: number, scores: Float32Array): void {
  const hop = own.length;
  const mean = own.reduce((sum, x) => sum + x, 0) / hop;
  const deviation = Math.sqrt(own.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / hop);
  if (!(deviation > 0)) return;
  for (let offset = 0; offset < hop; offset++) {
    scores[(programmeFrame + offset) % hop]! += (own[offset]! - mean) / deviation;
  }
}

function join(traces: readonly SegmentTrace[]): OriginTrace {
  const profiles = traces.flatMap(segment => segment.profiles);
  const grids = FAMILIES.flatMap(family =>
    [0, 1].flatMap(signal => {
      const found = profiles.filter(profile => profile.family === family && profile.signal === signal);
      return found.length === 0 ? [] : [deepest(family, found)];
    }),
  );
  return {
    ...joinEdges(traces.map(segment => segment.levels)),
    mirrors: joinMirrors(traces.map(segment => segment.mirrors)),
    grids: grids.sort((a, b) => b.depthDeviations - a.depthDeviations),
  };
}

/** The deepest alignment of all segments together; of one alone where it is deeper there, as in an edit of pieces. */
function deepest(family: CoderFamily, profiles: readonly Profile[]): GridTrace {
  const whole = profiles[0]!.scores.map((_, i) => profiles.reduce((sum, { scores }) => sum + scores[i]!, 0));
  const frameCount = profiles.reduce((sum, profile) => sum + profile.frameCount, 0);
  const candidates = [{ scores: whole, frameCount }, ...profiles].map(({ scores, frameCount }) => {
    const least = scores.reduce((best, score, i) => (score < scores[best]! ? i : best), 0);
    return { depth: -scores[least]! / Math.sqrt(Math.max(1, frameCount)), least };
  });
  const best = candidates.reduce((a, b) => (b.depth > a.depth ? b : a));
  return { family, depthDeviations: jsonNumber(best.depth, 1) ?? 0, offsetFrames: best.least };
}
