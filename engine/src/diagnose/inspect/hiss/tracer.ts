import type { Tracer } from '../tracer.ts';
import { findFloor } from './floor.ts';
import type { HissTrace } from './hiss.ts';

/** Band powers of one segment, frame after frame: of mid, then of side. */
interface HissSegment {
  readonly count: number;
  readonly mid: Float32Array;
  readonly side: Float32Array;
}

/** Short enough for the gaps between two strokes, long enough for bands of 1/3 octave at 1 kHz. */
const WINDOW_SECONDS = 2048 / 48000;

/** Nominal centres of IEC 61260-1. */
const CENTRES_HZ: readonly number[] = [
  50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000,
  5000, 6300, 8000, 10000, 12500, 16000, 20000,
];
/** Half a third of an octave, base 10: 10^(1/20). */
const HALF_BAND = 1.1220184543019633;

/** The bands below 0.9 of Nyquist, where no filter of a converter bends the floor. */
export function hissCentresHz(sampleRateHz: number): readonly number[] {
  return CENTRES_HZ.filter(hz => hz * HALF_BAND <= 0.45 * sampleRateHz);
}

/** Looks for a stationary noise floor: band powers of windows side by side, and over the programme the most even ones. */
export const hissTracer: Tracer<HissSegment, HissTrace> = {
  contextSeconds: 0.25,
  trace({ passage, startFrame, endFrame, sampleRateHz }, kernels) {
    const windowFrames = windowFramesOf(sampleRateHz);
    const centres = hissCentresHz(sampleRateHz);
    const edges = [centres[0]! / HALF_BAND, ...centres.map(hz => hz * HALF_BAND)];
    const spectrum = kernels.makeMidSideSpectrum({ sampleRateHz, windowFrames, bandEdgesHz: edges });
    const first = Math.ceil(startFrame / windowFrames);
    const count = Math.max(0, Math.ceil(endFrame / windowFrames) - first);
    const [mid, side] = [0, 1].map(() => kernels.makeFloats(count * centres.length));
    const cross = kernels.makeFloats(centres.length);
    for (let frame = 0; frame < count; frame++) {
      const at = passage.beforeFrames + (first + frame) * windowFrames - startFrame;
      const [from, to] = [frame * centres.length, (frame + 1) * centres.length];
      spectrum.analyze(passage.block, at, mid!.subarray(from, to), side!.subarray(from, to), cross);
    }
    // a mono block comes as √2 of its channel in mid
    const gain = passage.block.channels.length === 1 ? 0.5 : 1;
    return { count, mid: mid!.map(x => gain * x), side: side!.slice() };
  },
  join(segments, { sampleRateHz, frameCount }) {
    const centres = hissCentresHz(sampleRateHz);
    const windowFrames = windowFramesOf(sampleRateHz);
    const traced = segments.reduce((sum, segment) => sum + segment.count, 0);
    // the last window hangs over the end
    const count = Math.min(traced, Math.floor(frameCount / windowFrames));
    const mid = new Float32Array(traced * centres.length);
    const side = new Float32Array(traced * centres.length);
    let done = 0;
    for (const segment of segments) {
      mid.set(segment.mid, done);
      side.set(segment.side, done);
      done += segment.mid.length;
    }
    return { floor: findFloor({ centres, count, mid, side, sampleRateHz, windowFrames }) };
  },
};

function windowFramesOf(sampleRateHz: number): number {
  let power = 256;
  while (power * Math.SQRT2 < sampleRateHz * WINDOW_SECONDS) power *= 2;
  return power;
}
