import { jsonNumber, powerToDb } from '../../../units/index.ts';
import type { Tracer } from '../tracer.ts';

/** What lies under the music. */
export interface RumbleTrace {
  /** Root mean square of 5 … 24 Hz, all channels together, in the median and in the quiet tenth of the programme. */
  readonly medianDbfs: number | null;
  readonly floorDbfs: number | null;
  /** The same of 34 … 78 Hz: the lowest music. */
  readonly bassMedianDbfs: number | null;
  readonly bassFloorDbfs: number | null;
  /** How far it moves when the bass moves by 1 dB, dB (regression over seconds): 1 for the skirt of a bass, 0 for rumble. */
  readonly followsBassDb: number | null;
}

/** Bins of the probe's window, 3.75 Hz apart: nothing of 34 Hz and more reaches into the lower ones (Hann, third lobe: −41 dB). */
const STEP_HZ = 3.75;
const LOW_HZ: readonly number[] = [2, 3, 4, 5, 6].map(n => n * STEP_HZ);
const BASS_HZ: readonly number[] = Array.from({ length: 12 }, (_, n) => (9 + n) * STEP_HZ);
const LINES_HZ: readonly number[] = [...LOW_HZ, ...BASS_HZ];
/** A Hann window makes 1.5 bins one value: the sum over bins counts everything so often. */
const NOISE_BINS = 1.5;
/** Readings of one level: a second. */
const LEVEL_READINGS = 15;
/** Digital silence: −200 dBFS. */
const NOTHING = 1e-20;

interface RumbleSegment {
  readonly low: readonly number[];
  readonly bass: readonly number[];
}

/** Looks for energy below 24 Hz, second by second, beside that of the bass. */
export const rumbleTracer: Tracer<RumbleSegment, RumbleTrace> = {
  contextSeconds: 0.2,
  trace({ passage, startFrame, endFrame, sampleRateHz }, kernels) {
    const probe = kernels.makeLineProbe({ sampleRateHz, frequenciesHz: LINES_HZ });
    const first = Math.ceil(startFrame / probe.hopFrames);
    const count = Math.ceil(endFrame / probe.hopFrames) - first;
    const centre = passage.beforeFrames + first * probe.hopFrames - startFrame;
    const results = kernels.makeFloats(2 * count * LINES_HZ.length);
    const levelCount = Math.ceil(count / LEVEL_READINGS);
    const low = Array.from({ length: levelCount }, () => 0);
    const bass = Array.from({ length: levelCount }, () => 0);
    for (const samples of passage.block.channels) {
      if (count > 0) probe.read(samples, centre, first * probe.hopFrames, count, results);
      for (let k = 0, at = 0; k < count; k++) {
        const level = Math.floor(k / LEVEL_READINGS);
        const share = 0.5 / NOISE_BINS / Math.min(LEVEL_READINGS, count - level * LEVEL_READINGS);
        for (let line = 0; line < LINES_HZ.length; line++, at += 2) {
          const power = share * (results[at]! ** 2 + results[at + 1]! ** 2);
          if (line < LOW_HZ.length) low[level]! += power;
          else bass[level]! += power;
        }
      }
    }
    return { low, bass };
  },
  join(segments) {
    const low = segments.flatMap(segment => segment.low);
    const bass = segments.flatMap(segment => segment.bass);
    const sounding = low
      .map((_, index) => index)
      .filter(index => low[index]! > NOTHING && bass[index]! > NOTHING);
    const lows = sounding.map(index => low[index]!);
    const basses = sounding.map(index => bass[index]!);
    return {
      medianDbfs: quantileDb(lows, 0.5),
      floorDbfs: quantileDb(lows, 0.1),
      bassMedianDbfs: quantileDb(basses, 0.5),
      bassFloorDbfs: quantileDb(basses, 0.1),
      followsBassDb: slope(lows.map(powerToDb), basses.map(powerToDb)),
    };
  },
};

function quantileDb(powers: readonly number[], fraction: number): number | null {
  const sorted = [...powers].sort((a, b) => a - b);
  const value = sorted[Math.floor(fraction * (sorted.length - 1))];
  return value === undefined ? null : jsonNumber(powerToDb(value), 1);
}

function slope(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 3) return null;
  const meanA = a.reduce((sum, x) => sum + x, 0) / a.length;
  const meanB = b.reduce((sum, x) => sum + x, 0) / b.length;
  let [ab, bb] = [0, 0];
  a.forEach((x, index) => {
    const y = b[index]!;
    ab += (x - meanA) * (y - meanB);
    bb += (y - meanB) ** 2;
  });
  return bb > 0 ? jsonNumber(ab / bb, 2) : null;
}
