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

/** Exact centres, 10^(n/10): the nominal ones of IEC 61260-1 lie up to 1 % beside them, and their bands are 6 % wider or narrower. */
const DECADE: readonly number[] = [
  1, 1.2589254, 1.5848932, 1.9952623, 2.5118864, 3.1622777, 3.9810717, 5.0118723, 6.3095734, 7.9432823,
];
const CENTRES_HZ: readonly number[] = [10, 100, 1000, 10000]
  .flatMap(decade => DECADE.map(ratio => Math.round(100 * decade * ratio) / 100))
  .filter(hz => hz > 50 && hz < 20000);
/** Half a third of an octave, base 10: 10^(1/20). */
const HALF_BAND = 1.1220184543019633;

/** The bands below 0.94 of Nyquist, where hardly a filter of a converter bends the floor. */
export function hissCentresHz(sampleRateHz: number): readonly number[] {
  return CENTRES_HZ.filter(hz => hz * HALF_BAND <= 0.47 * sampleRateHz);
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
